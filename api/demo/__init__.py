"""The demonstration: synthetic families and pockets, put on the map and taken off it again."""
