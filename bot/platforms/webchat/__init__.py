"""The built-in web chat on loopback."""
