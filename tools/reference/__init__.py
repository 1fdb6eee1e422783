"""Makes the files of layers/reference from pinned open packages: run `python -m tools.reference FOLDER`."""
