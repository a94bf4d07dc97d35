"""Slack: sending, listening, and cards as Block Kit."""
