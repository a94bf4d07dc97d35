"""Pure values and decisions; imports the standard library only."""
