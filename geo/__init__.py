"""Geography and rules: values in, values out; no HTTP, no SQL, no settings, no clock."""
