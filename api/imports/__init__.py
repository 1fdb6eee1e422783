"""Imports: a file becomes a published version with every one of its rows accounted for."""
