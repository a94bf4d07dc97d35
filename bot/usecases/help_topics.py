"""`help`: what can be said here."""

from bot.domain.cards.help import help_card, verb_help_card
from bot.domain.command import Command, parse
from bot.domain.conversation import Reply
from bot.domain.verbs import BY_PATH
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Every command, or one of them in detail."""
    del context  # the same for everybody
    if not command.args:
        return Reply(card=help_card())
    return Reply(card=verb_help_card(BY_PATH[parse(command.args).verb]))
