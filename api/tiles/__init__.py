"""One tile of a layer, live from SQL."""
