"""Synthetic families and slum pockets: arrays in, frames out, the same for the same size and seed."""
