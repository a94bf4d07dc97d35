"""`later`: a reading comes back on another day."""

from datetime import datetime, timedelta

from bot.domain.cards.answered import later_card
from bot.domain.cards.answers import later_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.date_words import parse_day
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled, ScheduleKind
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.pace import Pace
from bot.domain.position import current
from bot.domain.schedule import away_end, local, next_local
from bot.domain.steering import AlreadyFinished, snooze
from bot.usecases.context import Context
from bot.usecases.group.later import put_off

SHELF_WEEKS = 4
"""How long a book or course that was put off stays away."""
_MOMENT = timedelta(microseconds=1)


class PausedNow(UserError):
    """Your plan is paused, so nothing can come back by itself. Type `resume` first."""


class DoneBefore(UserError):
    """That one is done already. Type `go repeat` if you would like the latest once more."""


class TooSoon(UserError):
    """That moment has passed already. Try a later day, for example `later friday`."""


async def run(context: Context, command: Command) -> Reply:
    """Bring the pressed or the current reading back tomorrow, or on the day that is named."""
    return await _put_off(context, command, default="tomorrow")


async def run_shelf(context: Context, command: Command) -> Reply:
    """Bring a book or course back in four weeks."""
    return await _put_off(context, command, default=f"{SHELF_WEEKS} weeks")


async def _put_off(context: Context, command: Command, *, default: str) -> Reply:
    view = context.meant(command)
    back_at = _when(command.args or default, view.enrollment.pace, now=context.studies.now())
    if view.enrollment.is_group:
        return await put_off(context, view, back_at=back_at)
    pressed = context.pressed.resource_id if context.pressed else None
    chosen: list[ResourceId] = []

    def decide(before: EnrollmentView) -> Change:
        chosen.append(_target(before, pressed))
        return snooze(before, chosen[-1], until=back_at)

    after = await context.change(view, decide)
    resource = context.resource(after, chosen[-1])
    comes = _comes_back(after, chosen[-1]) or back_at
    card = later_answer(context.look(after), resource, back_at=comes)
    if pressed is None:
        return Reply(card=card)
    update = later_card(
        resource,
        enrollment=after.enrollment,
        curriculum=context.study(after).curriculum,
        back_at=comes,
    )
    return Reply(card=card, update=update)


def _target(before: EnrollmentView, pressed: ResourceId | None) -> ResourceId:
    state = before.enrollment.state
    if state is EnrollmentState.FINISHED:
        raise AlreadyFinished
    if state is EnrollmentState.PAUSED:
        raise PausedNow
    target = pressed or current(before)
    if before.handled.get(target) is Handled.DONE:
        raise DoneBefore
    return target


def _when(text: str, pace: Pace, *, now: datetime) -> datetime:
    """The plan's time of day on the day that is named.

    Raises:
        UnclearDay: no day is named.
        TooSoon: that moment has passed.
    """
    day = parse_day(text, today=local(now, pace.zone).date())
    at = next_local(away_end(day, pace.zone) - _MOMENT, pace.at, zone=pace.zone)
    if at <= now:
        raise TooSoon
    return at


def _comes_back(after: EnrollmentView, resource_id: ResourceId) -> datetime | None:
    """When it really comes, quiet hours kept."""
    return next(
        (
            each.due_at
            for each in after.schedules
            if each.kind is ScheduleKind.SNOOZE and each.resource_id == resource_id
        ),
        None,
    )
