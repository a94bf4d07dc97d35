"""The bot's messages: pure functions from what is known to a card, every word chosen here."""
