"""Reminders: how often the bot writes by itself, and what `stop` means."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

from bot.domain.budget import Every, Reminders
from bot.domain.card import Card
from bot.domain.cards.answers import leave_question
from bot.domain.cards.attention import (
    HOW_OFTEN,
    least_card,
    off_already_card,
    reminders_card,
    stopped_card,
)
from bot.domain.cards.settings import ask_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.ids import EnrollmentId
from bot.domain.reminders import next_reminder
from bot.domain.zones import echo
from bot.usecases.context import Context

_LESS = frozenset({"less", "less often", "fewer", "slower"})
_OFF = frozenset({"off", "none", "no", "never", "stop", "end"})
_WORDS = {
    "on": Every.WEEKLY,
    "weekly": Every.WEEKLY,
    "every week": Every.WEEKLY,
    "once a week": Every.WEEKLY,
    "fortnightly": Every.FORTNIGHTLY,
    "biweekly": Every.FORTNIGHTLY,
    "every two weeks": Every.FORTNIGHTLY,
    "every 2 weeks": Every.FORTNIGHTLY,
    "monthly": Every.MONTHLY,
    "every month": Every.MONTHLY,
    "once a month": Every.MONTHLY,
    **dict.fromkeys(_OFF, Every.OFF),
}
_EXAMPLES = tuple(f"settings reminders {every.value}" for every in Every)


class PrivateOnly(UserError):
    """Reminders are private. Say that in a direct message with me."""


class UnclearReminders(UserError):
    """I did not understand how often. Say for example `settings reminders monthly`."""


async def run(context: Context, command: Command) -> Reply:
    """How often the bot may write besides readings; `less` is one step down."""
    if not context.party.is_dm:
        raise PrivateOnly
    if not command.args:
        now = f"Now: {HOW_OFTEN[context.reminders.every]}."
        card = ask_card("How often may I remind you?", detail=now, examples=_EXAMPLES)
        return Reply(card=card)
    if fold(command.args) in _LESS:
        return Reply(card=await _less(context))
    every = _every(command.args)
    before = await _choose(context, every)
    return Reply(card=reminders_card(every, before=before.every))


async def run_stop(context: Context, command: Command) -> Reply:
    """Stop what can be had back with a word, and ask before the plan itself is left."""
    view = _stopped(context, command)
    if not context.party.is_dm or context.reminders.every is Every.OFF:
        return Reply(card=leave_question(context.look(view)))
    await _choose(context, Every.OFF)
    return Reply(card=stopped_card(context.look(view)))


def _stopped(context: Context, command: Command) -> EnrollmentView:
    """The plan that `stop` is about: the one that is named, where its words name one."""
    if command.args and context.pressed is None:
        try:
            return context.meant(Command(verb=command.verb, plan=command.args))
        except UserError:
            return context.meant(command)
    return context.meant(command)


async def _less(context: Context) -> Card:
    """One step down; the last step, to none at all, is never taken unasked."""
    before = context.reminders.every
    if before is Every.OFF:
        return off_already_card()
    if before.slower is Every.OFF:
        return least_card()
    await _choose(context, before.slower)
    return reminders_card(before.slower, before=before)


async def _choose(context: Context, every: Every) -> Reminders:
    """Write the choice, and when the running plans here are looked back on next."""
    return await context.store.reminding.choose(
        context.party,
        every,
        due=_due(context) if every is not Every.OFF else {},
        event_id=context.inbound.event_id,
    )


def _due(context: Context) -> Mapping[EnrollmentId, datetime]:
    due = {}
    for view in context.views:
        if view.enrollment.state is not EnrollmentState.ACTIVE or not context.loaded(view):
            continue
        study, enrollment = context.study(view), view.enrollment
        free = study.free(enrollment.calendar)
        at = next_reminder(enrollment.pace, view.attention, free=free, after=study.now)
        if at is not None:
            due[view.enrollment.id] = at
    return due


def _every(said: str) -> Every:
    """How often, in words.

    Raises:
        UnclearReminders: they say no such thing; the text names the nearest.
    """
    wanted = fold(said)
    if wanted in _WORDS:
        return _WORDS[wanted]
    names = [every.value for every in Every]
    close = get_close_matches(wanted[:40], names, n=1, cutoff=0.6)
    nearest = "Did you mean" if close else "Try"
    meant = f"{nearest} `settings reminders {close[0] if close else Every.MONTHLY.value}`"
    raise UnclearReminders(
        f"I did not understand `{echo(said)}`. {meant}{'?' if close else '.'} "
        "You can say weekly, fortnightly, monthly or off."
    )
