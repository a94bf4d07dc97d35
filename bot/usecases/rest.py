"""Rest: quiet hours, being away, public holidays and breaks."""

from dataclasses import replace
from datetime import date

from bot.domain.cards.settings import ask_card, changed_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.date_words import parse_day, parse_span
from bot.domain.enrollment import Calendar, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.quiet_words import parse_quiet
from bot.domain.schedule import local
from bot.domain.steering import set_calendar
from bot.domain.zones import echo
from bot.usecases.context import Context
from bot.usecases.settings import with_attention

_OFF = frozenset({"off", "none", "no", "never", "back", "stop", "end", "i am back"})
MOST_BREAK_DAYS = 366


class TooMuchRest(UserError):
    """Breaks may last a year in all. For longer, `pause` keeps your place."""


class NotAway(UserError):
    """That day is here already. Name a later one, for example `away until monday`."""


async def run_quiet(context: Context, command: Command) -> Reply:
    """Hours of the day in which nothing is sent."""
    attention = context.party.attention
    if not command.args:
        examples = ("settings quiet 22:00-07:00", "settings quiet off")
        return Reply(card=ask_card("When should it be quiet?", detail="", examples=examples))
    if fold(command.args) in _OFF:
        calm = replace(attention, quiet=None)
        return await with_attention(context, calm, title="No quiet hours")
    quiet = parse_quiet(command.args)
    title = f"Quiet from {quiet.start:%H:%M} to {quiet.end:%H:%M}"
    detail = "What would come in that time comes at its end."
    return await with_attention(
        context, replace(attention, quiet=quiet), title=title, detail=detail
    )


async def run_away(context: Context, command: Command) -> Reply:
    """Nothing is sent until the person is back."""
    attention = context.party.attention
    if not command.args:
        examples = ("away until monday", "away until 2026-12-24", "away off")
        return Reply(card=ask_card("Until when are you away?", detail="", examples=examples))
    if fold(command.args) in _OFF:
        back = replace(attention, away_until=None)
        return await with_attention(context, back, title="Welcome back")
    today = local(context.studies.now(), attention.zone).date()
    day = parse_day(command.args, today=today)
    if day <= today:
        raise NotAway
    title = f"Away until {day.day} {day:%B %Y}"
    whom = "is sent" if context.party.is_dm else "comes to you alone"
    detail = f"Nothing {whom} before that day. Back sooner? Say `away off`."
    if not context.party.is_dm:
        detail = f"{detail} The others read on here."
    return await with_attention(
        context, replace(attention, away_until=day), title=title, detail=detail
    )


async def run_holidays(context: Context, command: Command) -> Reply:
    """Rest on a country's public holidays."""
    view = context.meant(command)
    calendar = view.enrollment.calendar
    if not command.args:
        examples = ("settings holidays FR", "settings holidays off")
        return Reply(card=ask_card("Which country's holidays?", detail="", examples=examples))
    if fold(command.args) in _OFF:
        return await _rest(context, view, calendar=replace(calendar, country=""),
                           title="No holidays")  # fmt: skip
    country = echo(command.args).upper()
    context.study(view).free(Calendar(country=country))
    return await _rest(
        context,
        view,
        calendar=replace(calendar, country=country),
        title=f"Days off in {country} are days off here",
    )


async def run_break(context: Context, command: Command) -> Reply:
    """Rest from a first day to a last one."""
    view = context.meant(command)
    calendar = view.enrollment.calendar
    if not command.args:
        examples = ("settings break 2026-12-21 to 2027-01-03", "settings break off")
        return Reply(card=ask_card("From when to when?", detail="", examples=examples))
    if fold(command.args) in _OFF:
        return await _rest(context, view, calendar=replace(calendar, breaks=()),
                           title="No breaks")  # fmt: skip
    today = local(context.studies.now(), view.enrollment.pace.zone).date()
    span = parse_span(command.args, today=today)
    breaks = _with_break(calendar, span, today=today)
    title = f"A break from {_day(span[0])} to {_day(span[1])}"
    return await _rest(context, view, calendar=replace(calendar, breaks=breaks), title=title)


async def _rest(context: Context, view: EnrollmentView, *, calendar: Calendar, title: str) -> Reply:
    study = context.study(view)
    after = await context.change(
        view, lambda before: set_calendar(before, study, calendar=calendar)
    )
    return Reply(card=changed_card(title, context.look(after)))


def _with_break(
    calendar: Calendar, span: tuple[date, date], *, today: date
) -> tuple[tuple[date, date], ...]:
    """The breaks that are not over, and one more.

    Raises:
        TooMuchRest: together they are longer than a year.
    """
    ahead = [each for each in calendar.breaks if each[1] >= today and each != span]
    breaks = tuple(sorted([*ahead, span]))
    days = sum((last - first).days + 1 for first, last in breaks)
    if days > MOST_BREAK_DAYS:
        raise TooMuchRest
    return breaks


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
