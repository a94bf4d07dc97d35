"""The button beside a reading that may not have arrived."""

from bot.domain.cards.home import sent_again_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Send it once more, unless it was found or sent again in the meantime."""
    done = await context.store.home.send_again(
        context.party,
        command.args,
        event_id=context.inbound.event_id,
        now=context.studies.now(),
    )
    if done:
        context.engine.wake()
    return Reply(card=sent_again_card(done=done))
