"""Bytes become frames, safely: CSV, XLSX and vector files, with header synonyms."""
