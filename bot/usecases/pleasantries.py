"""Kind words are answered, and change nothing."""

from bot.domain.card import words
from bot.domain.cards.parts import title_of
from bot.domain.cards.pleasantries import kind_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.position import open_readings
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Answer a thank-you; say what a yes or a no could mean here."""
    view = next((each for each in context.views if context.loaded(each)), None)
    waiting = open_readings(view)[:1] if view is not None else ()
    reading = title_of(context.resource(view, waiting[0])) if view and waiting else words()
    return Reply(card=kind_card(command.args, reading=reading))
