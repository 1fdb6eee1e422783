"""What the maintainers run by hand; not part of the installed service."""
