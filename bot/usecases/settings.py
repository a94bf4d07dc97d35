"""`settings`: how a plan runs; its days, where the person is, and what happens behind time."""

from dataclasses import replace
from difflib import get_close_matches

from bot.domain.cards.settings import ask_card, changed_card, person_card, settings_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Attention, Change, EnrollmentState, EnrollmentView, Policy
from bot.domain.errors import UserError
from bot.domain.pace import describe, typed
from bot.domain.pace_completion import complete_pace
from bot.domain.schedule import local
from bot.domain.steering import rescheduled, set_pace, set_policy
from bot.domain.verbs import BY_PATH
from bot.domain.zones import echo, parse_zone
from bot.usecases import case_week
from bot.usecases.authorize import may_steer
from bot.usecases.context import Context

_PACES = ("pace weekdays 9am", "pace mon,thu 18:30", "pace every 3 days at 07:15")


class UnknownSetting(UserError):
    """I do not know that setting. Type `settings` to see them all."""


class AloneOnly(UserError):
    """`wait for me` follows one person, so it works in a direct message with me only."""


async def run(context: Context, command: Command) -> Reply:
    """Show every setting."""
    if command.args:
        raise _unknown(command.args)
    view = context.meant(command)
    every = context.reminders.every if context.party.is_dm else None
    card = settings_card(context.look(view), view.enrollment, attention=view.attention, every=every)
    return Reply(card=card)


async def run_pace(context: Context, command: Command) -> Reply:
    """Other days or another time; the next and the last date follow."""
    view = context.meant(command)
    study, base = context.study(view), view.enrollment.pace
    if not command.args:
        now = f"Now it is {describe(base)}: `pace {typed(base)}`."
        return Reply(card=ask_card("Which days and time?", detail=now, examples=_PACES))
    reading = complete_pace(command.args, base, today=local(study.now, base.zone).date())
    after = await context.change(view, lambda before: set_pace(before, study, pace=reading.pace))
    detail = f"I filled in what you did not say: {' and '.join(reading.assumed)}."
    card = changed_card(
        _sentence(describe(reading.pace)),
        context.look(after),
        detail=detail if reading.assumed else "",
    )
    return Reply(card=card)


async def run_timezone(context: Context, command: Command) -> Reply:
    """Where the person is: their plans here keep their local times."""
    attention = context.party.attention
    if not command.args:
        now = f"Now it is {attention.zone}. Name a city:"
        examples = ("timezone Paris", "timezone America/New_York", "timezone UTC")
        return Reply(card=ask_card("Where are you?", detail=now, examples=examples))
    zone = parse_zone(command.args)
    title = f"Your time zone is {zone}"
    return await with_attention(context, replace(attention, zone=zone), title=title, zone=zone)


async def run_wait(context: Context, command: Command) -> Reply:
    """`wait for me`: nothing new while two readings are unfinished."""
    if not context.party.is_dm:
        raise AloneOnly
    detail = "While two readings are unfinished, nothing new comes; I remind you instead."
    return await _with_policy(context, command, policy=Policy.WAIT, detail=detail)


async def run_keep(context: Context, command: Command) -> Reply:
    """`keep going`: readings come on their days."""
    detail = "Readings come on their days, whatever is unfinished."
    return await _with_policy(context, command, policy=Policy.DRIP, detail=detail)


async def with_attention(
    context: Context, attention: Attention, *, title: str, detail: str = "", zone: str = ""
) -> Reply:
    """Write a person's attention and reckon the dates anew of plans here that they may change.

    Their absence is theirs alone: what comes to a channel stays as planned.
    """
    away = attention.away_until != context.party.attention.away_until
    await context.store.people.set_attention(context.party, attention)
    if zone:
        await case_week.move_zone(context, zone)
    running = [
        view
        for view in context.views
        if view.enrollment.state is not EnrollmentState.FINISHED
        and context.loaded(view)
        and not (away and view.enrollment.is_group)
        and await may_steer(context, view)
    ]
    after: list[EnrollmentView] = []
    for number, view in enumerate(running):
        step = f"/{number}" if number else ""
        after.append(await _reckoned(context, view, zone=zone, step=step))
    if not after:
        return Reply(card=person_card(title, detail=detail))
    return Reply(card=changed_card(title, context.look(after[0]), detail=detail))


async def _reckoned(
    context: Context, view: EnrollmentView, *, zone: str, step: str
) -> EnrollmentView:
    study = context.study(view)

    def decide(before: EnrollmentView) -> Change:
        pace = before.enrollment.pace
        paced = replace(before.enrollment, pace=replace(pace, zone=zone) if zone else pace)
        return rescheduled(before, study, after=paced)

    return await context.change(view, decide, step=step)


async def _with_policy(context: Context, command: Command, *, policy: Policy, detail: str) -> Reply:
    view = context.meant(command)
    after = await context.change(view, lambda before: set_policy(before, policy))
    title = "Your plan waits for you" if policy is Policy.WAIT else "Your plan keeps going"
    return Reply(card=changed_card(title, context.look(after), detail=detail))


def _unknown(said: str) -> UnknownSetting:
    names = [sub.name for sub in BY_PATH["settings"].verb.subs]
    close = get_close_matches(said.split(maxsplit=1)[0].casefold()[:40], names, n=1, cutoff=0.6)
    if not close:
        return UnknownSetting()
    example = BY_PATH[f"settings {close[0]}"].verb.example
    return UnknownSetting(
        f"I do not know the setting `{echo(said)}`. Did you mean `settings {close[0]}`? "
        f"For example: `{example}`"
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
