"""Discord: one bot for every server, and for people who installed it for themselves."""
