"""What the map is made of: one file per layer."""
