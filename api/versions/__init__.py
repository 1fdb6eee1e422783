"""The publishing door: whoever writes data of the map makes a new, immutable version here."""
