"""Overlay, coverage, masking and statistics on geometry and frames."""
