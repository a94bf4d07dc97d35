"""`link broken`: somebody could not open a reading."""

import structlog

from bot.domain.cards.broken import reported_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.ids import ResourceId
from bot.domain.links import link_of
from bot.domain.position import NothingSent
from bot.usecases.context import Context
from bot.usecases.naming import named_reading

log = structlog.get_logger(__name__)


async def run(context: Context, command: Command) -> Reply:
    """Keep that the link of the pressed, the named or the latest reading does not work."""
    curriculum, resource = _meant(context, command)
    link = link_of(curriculum, resource)
    reported = await context.store.links.report(context.party, link)
    log.info("link_reported", curriculum=link.curriculum, reading=link.resource_id)
    if reported.newly_broken:
        log.warning("link_broken", curriculum=link.curriculum, reading=link.resource_id)
        await context.broken.refresh(context.store.links)
    return Reply(card=reported_card(resource, curriculum=curriculum, first=reported.first))


def _meant(context: Context, command: Command) -> tuple[Curriculum, Resource]:
    """The reading of the pressed message, of this exact id, of these words, or the latest."""
    if context.pressed is None:
        reading = ResourceId(command.args)
        for curriculum in context.studies.library.curricula.values():
            if reading in curriculum.resources:
                return curriculum, curriculum.resource(reading)
    view = context.meant(command)
    named = named_reading(context, view, args=command.args, example="link broken")
    return context.study(view).curriculum, context.resource(view, named or _latest(view))


def _latest(view: EnrollmentView) -> ResourceId:
    """The reading that was sent last, whatever became of it."""
    sent = [each for each, how in view.handled.items() if how is not Handled.PASSED]
    if not sent:
        raise NothingSent
    return sent[-1]
