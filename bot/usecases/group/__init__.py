"""Study groups: what the members and leads of a channel's plan bring about."""
