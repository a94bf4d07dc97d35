"""`help`: what can be said here."""

from bot.domain.cards.help import help_card, verb_help_card
from bot.domain.command import Command, parse
from bot.domain.conversation import Reply
from bot.domain.verbs import BY_PATH
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Every command, or one of them in detail."""
    if not command.args:
        return Reply(card=help_card())
    known = BY_PATH[parse(command.args).verb]
    credited = (await context.search.index()).credits if known.path == "casestudy" else ()
    return Reply(card=verb_help_card(known, credits_=credited))
