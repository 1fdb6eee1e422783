"""The words that layers are written in, and what is derived from them."""
