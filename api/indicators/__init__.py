"""Numbers of a wilayah: who it is, where it lies, how many of what it holds."""
