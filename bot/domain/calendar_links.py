"""Addresses at which web calendars take an event, or a whole calendar, already filled in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.domain.agenda import Agenda, Entry
from bot.domain.shown import clean

# The forms that both calendars' own "add to calendar" buttons use; neither is documented.
GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/deeplink/compose"
OUTLOOK_FOLLOW = "https://outlook.office.com/calendar/addfromweb"
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLinks:
    """The same for both web calendars."""

    google: str
    outlook: str


def prefilled(entry: Entry) -> CalendarLinks:
    """Links that open one event, ready to be saved."""
    title, plan = clean(entry.title)[:_LONGEST], clean(entry.plan)[:_LONGEST]
    start, end = entry.at.astimezone(UTC), (entry.at + entry.lasts).astimezone(UTC)
    about = f"{plan}\n{entry.url}"
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_basic(start)}/{_basic(end)}",
        "details": about,
    }
    outlook = {
        "rru": "addevent",
        "subject": title,
        "startdt": _extended(start),
        "enddt": _extended(end),
        "body": about,
    }
    return CalendarLinks(
        google=f"{GOOGLE}?{urlencode(google)}", outlook=f"{OUTLOOK}?{urlencode(outlook)}"
    )


def following(url: str, name: str) -> CalendarLinks:
    """Links that follow a calendar at its address."""
    asked = {"cid": url.replace("https://", "webcal://", 1)}
    outlook = {"url": url, "name": clean(name)[:_LONGEST]}
    return CalendarLinks(
        google=f"{GOOGLE}?{urlencode(asked)}", outlook=f"{OUTLOOK_FOLLOW}?{urlencode(outlook)}"
    )


def next_entry(agenda: Agenda, now: datetime) -> Entry | None:
    """The first that is still to come."""
    return next((each for each in agenda.entries if each.at > now), None)


def _basic(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _extended(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
