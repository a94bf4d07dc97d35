"""How a plan runs: its settings, and what became of a change."""

from datetime import date

from bot.domain.budget import Every
from bot.domain.card import Card, Code, Fact, Text, Tone, words
from bot.domain.cards.attention import HOW_OFTEN
from bot.domain.cards.parts import (
    ahead,
    button,
    count,
    fact,
    full_date,
    next_line,
    plan_name,
    said,
)
from bot.domain.enrollment import Attention, Calendar, Enrollment, Policy
from bot.domain.outlook import Outlook
from bot.domain.pace import describe
from bot.domain.schedule import away_end

MODES = {Policy.WAIT: "wait for me", Policy.DRIP: "keep going"}


def settings_card(
    outlook: Outlook, enrollment: Enrollment, *, attention: Attention, every: Every | None
) -> Card:
    """All settings of a plan and of a person, each with what to type to change it."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("How your plan runs"),
        facts=(
            _row("Days and time", describe(outlook.pace), example="pace weekdays 9am"),
            _row("Where you are", attention.zone, example="timezone Paris"),
            *_person_rows(attention),
            *_rest_rows(enrollment.calendar),
            *_reminder_rows(every),
            _row("If you fall behind", MODES[enrollment.policy], example=MODES[_other(enrollment)]),
        ),
        buttons=(button("Leave this plan", "leave", plan=outlook.plan.id),),
        footer=said("Days in a break and holidays are put off, never lost."),
    )


def _person_rows(attention: Attention) -> tuple[Fact, ...]:
    quiet = "settings quiet off" if attention.quiet else "settings quiet 22:00-07:00"
    away = "away off" if attention.away_until else "away until monday"
    return (
        _row("Quiet hours", _quiet(attention), example=quiet),
        _row("Away", *_away(attention), example=away),
    )


def _reminder_rows(every: Every | None) -> tuple[Fact, ...]:
    """How often reminders come; there are none in a channel."""
    if every is None:
        return ()
    example = "settings reminders weekly" if every.stops else "settings reminders monthly"
    return (_row("Reminders", HOW_OFTEN[every], example=example),)


def _rest_rows(calendar: Calendar) -> tuple[Fact, ...]:
    country = "settings holidays off" if calendar.country else "settings holidays FR"
    spans = "settings break off" if calendar.breaks else "settings break 2026-12-21 to 2027-01-03"
    return (
        _row("Holidays", _country(calendar), example=country),
        _row("Breaks", _breaks(calendar), example=spans),
    )


def _other(enrollment: Enrollment) -> Policy:
    return Policy.DRIP if enrollment.policy is Policy.WAIT else Policy.WAIT


def changed_card(title: str, outlook: Outlook, *, detail: str = "") -> Card:
    """A setting was changed: what it is now, the next date and the last, and how many moved."""
    lines = [said(detail)] if detail else []
    if outlook.moved:
        dates = count(outlook.moved, "date")
        moves = "moves" if outlook.moved == 1 else "move"
        lines.append(words(f"{dates} {moves} because of holidays and breaks."))
    if not ahead(outlook):
        lines.append(next_line(outlook))
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(title),
        text=tuple(lines),
        facts=ahead(outlook),
        tone=Tone.SUCCESS,
    )


def person_card(title: str, *, detail: str = "") -> Card:
    """A setting of the person was changed, and no plan is running here."""
    return Card(title=words(title), text=(said(detail),) if detail else (), tone=Tone.SUCCESS)


def ask_card(title: str, *, detail: str, examples: tuple[str, ...]) -> Card:
    """A setting was named without a value: what it is, and how to say another."""
    return Card(
        title=words(title),
        text=(said(detail),) if detail else (),
        points=tuple(words(Code(example)) for example in examples),
        tone=Tone.GENTLE,
    )


def _row(label: str, *value: Text, example: str) -> Fact:
    return fact(label, *value, "; change with ", Code(example))


def _quiet(attention: Attention) -> str:
    if attention.quiet is None:
        return "none"
    return f"{attention.quiet.start:%H:%M} to {attention.quiet.end:%H:%M}"


def _country(calendar: Calendar) -> str:
    return f"days off in {calendar.country}" if calendar.country else "none"


def _breaks(calendar: Calendar) -> str:
    spans = [f"{_date(first)} to {_date(last)}" for first, last in calendar.breaks]
    return "; ".join(spans) or "none"


def _date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _away(attention: Attention) -> tuple[Text, ...]:
    if attention.away_until is None:
        return ("no",)
    return ("back on ", full_date(away_end(attention.away_until, attention.zone), attention.zone))
