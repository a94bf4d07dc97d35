"""What the leads of a group decide: start, move on, one more week, when it talks, reminders."""

from dataclasses import replace
from datetime import datetime

from bot.domain.cards.decided import (
    discussion_card,
    more_time_card,
    moved_on_card,
    reminder_card,
    started_card,
)
from bot.domain.cards.settings import ask_card
from bot.domain.cards.together import discussion_words
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Resource
from bot.domain.discussing import parse_discussion
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.group import Discussion, Often
from bot.domain.grouping import (
    GroupChange,
    GroupView,
    move_on,
    one_more_week,
    start_now,
    talk_at,
)
from bot.domain.leading import eve, meeting
from bot.domain.position import Study
from bot.domain.schedule import local
from bot.usecases.context import Context
from bot.usecases.group.which import checked, group_meant, regrouped, standing

_OFF = frozenset({"off", "none", "no", "never", "stop"})
_TIMES = ("group discussion thursday 16:00", "group discussion off")
_OFTEN = ("group reminders on", "group reminders less", "group reminders off")
_WORDS = {
    Often.ON: frozenset({"on", "yes", "weekly"}),
    Often.LESS: frozenset({"less", "less often", "fortnightly"}),
    Often.OFF: _OFF,
}


class UnclearOften(UserError):
    """I can write every week, less often or not at all: say `group reminders less`."""


async def run_start(context: Context, command: Command) -> Reply:
    """The first reading now."""
    view = group_meant(context, command)
    study = context.study(view)
    decide = checked(context, lambda before: start_now(before, study))
    made = await regrouped(context, view, decide=decide)
    card = started_card(context.look(made.after.view))
    return Reply(card=card, public=True)


async def run_on(context: Context, command: Command) -> Reply:
    """This reading is talked about."""
    view = group_meant(context, command)
    study = context.study(view)
    made = await regrouped(context, view, decide=checked(context, lambda now: move_on(now, study)))
    card = moved_on_card(context.look(made.after.view), _reading(context, made.before))
    return Reply(card=card, public=True)


async def run_week(context: Context, command: Command) -> Reply:
    """The next reading comes a week later."""
    view = group_meant(context, command)
    study = context.study(view)
    made = await regrouped(
        context, view, decide=checked(context, lambda now: one_more_week(now, study))
    )
    card = more_time_card(context.look(made.after.view), _reading(context, made.before))
    return Reply(card=card, public=True)


async def run_discussion(context: Context, command: Command) -> Reply:
    """When the group talks about its reading."""
    view = group_meant(context, command)
    if not command.args:
        talks = (await standing(context, view)).group.discussion
        now = f"Now it is {discussion_words(talks)}." if talks else "No time is set yet."
        return Reply(card=ask_card("When do you talk?", detail=now, examples=_TIMES))
    study, pace = context.study(view), view.enrollment.pace
    wanted: Discussion | None = None
    if fold(command.args) not in _OFF:
        today = local(study.now, pace.zone).date()
        wanted = parse_discussion(command.args, pace, today=today)

    def decide(before: GroupView) -> GroupChange:
        if before.round is None:
            return talk_at(before, wanted, answer_by=None, meets_at=None)
        sent_at = before.round.sent_at
        return talk_at(
            before,
            wanted,
            answer_by=answer_by(before.view, wanted, sent_at=sent_at, study=study),
            meets_at=meets_at(before.view, wanted, sent_at=sent_at, study=study),
        )

    made = await regrouped(context, view, decide=checked(context, decide))
    card = discussion_card(context.look(made.after.view), wanted)
    return Reply(card=card, public=True)


async def run_reminders(context: Context, command: Command) -> Reply:
    """How often the group hears from the bot besides its readings."""
    view = group_meant(context, command)
    if not command.args:
        return Reply(card=ask_card("How often may I write to the group besides its readings?",
                                   detail="", examples=_OFTEN))  # fmt: skip
    often = next((each for each, said in _WORDS.items() if fold(command.args) in said), None)
    if often is None:
        raise UnclearOften

    def decide(before: GroupView) -> GroupChange:
        return GroupChange(group=replace(before.group, reminder=often))

    made = await regrouped(context, view, decide=checked(context, decide))
    return Reply(card=reminder_card(context.look(made.after.view), often), public=True)


def answer_by(view: EnrollmentView, talks: Discussion | None, *, sent_at: datetime,
              study: Study) -> datetime:  # fmt: skip
    """Until when who is asked to lead a reading may answer: the eve of its discussion."""
    meets = meets_at(view, talks, sent_at=sent_at, study=study)
    free = study.free(view.enrollment.calendar)
    return eve(meets, view.enrollment.pace.zone, free=free)


def meets_at(view: EnrollmentView, talks: Discussion | None, *, sent_at: datetime,
             study: Study) -> datetime:  # fmt: skip
    """When a reading that was sent at `sent_at` is talked about."""
    free = study.free(view.enrollment.calendar)
    return meeting(talks, view.enrollment.pace, after=sent_at, free=free)


def _reading(context: Context, group: GroupView) -> Resource:
    assert group.round is not None  # noqa: S101 - the decision needed one
    return context.resource(group.view, group.round.resource_id)
