"""Data that ships: register of wilayah, schematic boundaries, rivers, official numbers, parameter sets."""
