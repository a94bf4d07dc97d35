"""The terminal: cards as plain text."""
