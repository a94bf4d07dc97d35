"""Opening a discussion: yes, somebody else, away for a while, and how one is told."""

from dataclasses import replace

from bot.domain.cards.decided import (
    away_card,
    nudges_card,
    opening_card,
    swapped_card,
    visible_card,
)
from bot.domain.cards.settings import ask_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Resource
from bot.domain.date_words import parse_day
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.group import Member, Tell
from bot.domain.grouping import GroupChange, GroupView, NotIn, be_away, lead, swap
from bot.domain.schedule import local
from bot.usecases.context import Context
from bot.usecases.group.which import group_meant, regrouped

_OFF = frozenset({"off", "none", "no", "never", "back", "stop", "end", "i am back"})
_YES = frozenset({"yes", "on", "y", "ok", "please"})
_AWAY = ("group away until friday", "group away until 2026-12-24", "group away off")


class NotAway(UserError):
    """That day is here already. Name a later one, for example `group away until monday`."""


class UnclearAnswer(UserError):
    """I did not understand that. Say `yes` or `no` behind it, for example `group nudges yes`."""


async def run_lead(context: Context, command: Command) -> Reply:
    """Open this discussion: asked for it, or as a volunteer."""
    view = group_meant(context, command)
    now = context.studies.now()
    made = await regrouped(context, view, decide=lambda before: lead(before, now=now))
    return Reply(card=opening_card(context.look(view), _reading(context, made.after)))


async def run_swap(context: Context, command: Command) -> Reply:
    """Let the next one open it."""
    view = group_meant(context, command)
    now = context.studies.now()
    made = await regrouped(context, view, decide=lambda before: swap(before, now=now))
    return Reply(card=swapped_card(context.look(view), _reading(context, made.after)))


async def run_away(context: Context, command: Command) -> Reply:
    """Do not count on me until a day."""
    view = group_meant(context, command)
    if not command.args:
        return Reply(card=ask_card("Until when are you away?", detail="", examples=_AWAY))
    now, until = context.studies.now(), None
    if fold(command.args) not in _OFF:
        today = local(now, view.enrollment.pace.zone).date()
        until = parse_day(command.args, today=today)
        if until <= today:
            raise NotAway
    await regrouped(context, view, decide=lambda before: be_away(before, until=until, now=now))
    told = f"{until.day} {until:%B %Y}" if until else ""
    return Reply(card=away_card(context.look(view), until=told))


async def run_nudges(context: Context, command: Command) -> Reply:
    """Whether somebody may be nudged in private."""
    yes = _answer(command.args, example="group nudges")
    await keep(context, command, nudges=yes)
    return Reply(card=nudges_card(context.look(group_meant(context, command)), yes=yes))


async def run_visible(context: Context, command: Command) -> Reply:
    """Whether leads see which readings somebody has done."""
    yes = _answer(command.args, example="group visible")
    await keep(context, command, on_board=yes)
    return Reply(card=visible_card(context.look(group_meant(context, command)), yes=yes))


async def keep(
    context: Context,
    command: Command,
    *,
    tell: Tell | None = None,
    nudges: bool | None = None,
    on_board: bool | None = None,
) -> None:
    """Keep what a member chose for themselves.

    Raises:
        NotIn: who asks is no member.
    """

    def chosen(me: Member) -> Member:
        return replace(
            me,
            tell=me.tell if tell is None else tell,
            nudges=me.nudges if nudges is None else nudges,
            on_board=me.on_board if on_board is None else on_board,
        )

    def decide(before: GroupView) -> GroupChange:
        if before.me is None or not before.is_member:
            raise NotIn
        return GroupChange(members=(chosen(before.me),))

    await regrouped(context, group_meant(context, command), decide=decide)


def _answer(said: str, *, example: str) -> bool:
    answer = fold(said)
    if answer in _YES:
        return True
    if answer in _OFF:
        return False
    raise UnclearAnswer(f"Say yes or no: `{example} yes` or `{example} no`.")


def _reading(context: Context, group: GroupView) -> Resource:
    assert group.round is not None  # noqa: S101 - the decision needed one
    return context.resource(group.view, group.round.resource_id)
