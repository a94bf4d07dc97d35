"""The command line: one verb per module, every verb that prints also takes --json."""
