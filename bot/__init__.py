"""A Slack and Discord bot that delivers a learning path as a study plan."""

__version__ = "0.1.0"
