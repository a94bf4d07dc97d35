"""A plan in a channel begins as a group that gathers first."""

import re
from dataclasses import replace
from datetime import date

from bot.domain.cards.together import gathering_answer
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.gathering import (
    LONGEST_START,
    AtOnce,
    Invitation,
    StartTooFar,
    cohort_name,
    invitation,
    read_start,
    start_on,
    usual_start,
)
from bot.domain.group import Face, GroupState, NewGroup
from bot.domain.grouping import GroupView
from bot.domain.position import Study
from bot.domain.schedule import local
from bot.domain.steering import Wish
from bot.usecases.context import Context
from bot.usecases.group.which import standing

_STARTS = re.compile(
    r"(?:^|\s)(?:start(?:s|ing)?|begin(?:s|ning)?)\s+(?:on\s+)?(?!from\b|at\b)", re.IGNORECASE
)
_AT_ONCE = re.compile(r"(?:now|immediately)\b", re.IGNORECASE)


def taken(context: Context, text: str) -> tuple[str, date | None, bool]:
    """A text without its "start next monday", the day that means, and whether it is at once.

    Raises:
        DayGone: the day has passed.
        StartTooFar: it is too far away.
        AtOnce: one person's plan begins at once.
    """
    found = _STARTS.search(text)
    if found is None:
        return text, None, False
    today = local(context.studies.now(), context.party.attention.zone).date()
    behind = text[found.end() :]
    day, rest = read_start(behind, today=today)
    if day is None:
        return text, None, False
    if context.party.is_dm:
        raise AtOnce
    if day > today + LONGEST_START:
        raise StartTooFar
    return f"{text[: found.start()]} {rest}", day, _AT_ONCE.match(behind) is not None


def together(
    context: Context, wish: Wish, *, study: Study, starts: date | None, at_once: bool
) -> Wish:
    """The wish of a group: it gathers until its day, and its first reading comes then."""
    free = study.free(wish.calendar)
    day = starts or usual_start(wish.pace, now=study.now, free=free)
    start = start_on(day, wish.pace, now=study.now, at_once=at_once, free=free)
    before = [
        view
        for view in context.views
        if view.enrollment.state is EnrollmentState.FINISHED
        and (view.enrollment.curriculum, view.enrollment.plan) == (study.curriculum.id, wish.plan)
    ]
    group = NewGroup(
        state=GroupState.GATHERING if start.at is not None else GroupState.RUNNING,
        starts_on=start.day,
        cohort=cohort_name(start.day, before),
    )
    return replace(wish, group=group, starts_at=start.at)


async def begun_together(
    context: Context, view: EnrollmentView, *, assumed: tuple[str, ...]
) -> Reply:
    """Told to who started the group; everybody sees the invitation."""
    group = await standing(context, view)
    return Reply(card=gathering_answer(invited(context, group), assumed=assumed))


def invited(context: Context, group: GroupView) -> Invitation:
    """What the invitation of a group says now."""
    view, study = group.view, context.study(group.view)
    return invitation(
        view.enrollment,
        study.curriculum,
        face=Face(group=group.group, head=group.head),
        next_at=view.next_due_at,
        free=study.free(view.enrollment.calendar),
    )
