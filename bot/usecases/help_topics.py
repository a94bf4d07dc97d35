"""`help`: what can be said here."""

from bot import __version__
from bot.domain.cards.about import about_card
from bot.domain.cards.help import help_card, verb_help_card
from bot.domain.command import Command, parse
from bot.domain.conversation import Reply
from bot.domain.verbs import BY_PATH
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Every command, or one of them in detail."""
    if not command.args:
        return Reply(card=help_card())
    known = BY_PATH.get(parse(command.args).verb)
    if known is None:  # words that are understood, and are no command: `help yes`
        return Reply(card=help_card())
    credited = (await context.search.index()).credits if known.path == "casestudy" else ()
    return Reply(card=verb_help_card(known, credits_=credited))


async def run_about(context: Context, command: Command) -> Reply:
    """Which guide this follows, as of which date, and that nobody of it stands behind the bot."""
    del command  # nothing is asked with it
    curricula = tuple(context.studies.library.curricula.values())
    listed_by = (await context.search.index()).credits
    return Reply(card=about_card(curricula, version=__version__, listed_by=listed_by))
