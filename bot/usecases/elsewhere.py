"""Beyond the own computer: what a platform asks for."""

from bot.domain.cards.elsewhere import elsewhere_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Say what it takes to have the bot on the platform of the button."""
    del context  # nothing of this place matters
    return Reply(card=elsewhere_card("discord" if command.args == "discord" else "slack"))
