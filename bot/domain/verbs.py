"""The one registry of commands: it feeds parsing, help, completion and every platform's menus."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_VERBS = 16
"""Top-level names at most (Discord allows 25, and 8,000 characters in all)."""


class Group(StrEnum):
    """What somebody wants to do, as help puts it."""

    FIRST = "The five to start with"
    LOOK = "See your plan"
    MOVE = "Move around in it"
    REST = "Take a break"
    CHANGE = "Change how it works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command, or a sub-command where it stands in `subs`.

    `argument` names what may follow. `aliases` are plain words that mean the same when typed.
    `changes` says whether giving it alone changes anything.
    """

    name: str
    help: str
    example: str
    group: Group
    argument: str = ""
    aliases: tuple[str, ...] = ()
    subs: tuple["Verb", ...] = ()
    changes: bool = True


_GO = (
    Verb(
        name="back",
        help="Send the reading before the last one again",
        example="go back",
        group=Group.MOVE,
        aliases=("back", "previous", "prev"),
    ),
    Verb(
        name="repeat",
        help="Send the last reading again",
        example="go repeat",
        group=Group.MOVE,
        aliases=("repeat", "again", "resend"),
    ),
    Verb(
        name="skip",
        help="Leave a reading out",
        example="skip",
        group=Group.MOVE,
        argument="reading",
        aliases=("skip", "leave out"),
    ),
    Verb(
        name="later",
        help="Bring a reading back on another day",
        example="later friday",
        group=Group.MOVE,
        argument="day",
        aliases=("later", "snooze", "postpone", "not now", "remind me"),
    ),
    Verb(
        name="to",
        help="Go on from another reading or section",
        example="go to career",
        group=Group.MOVE,
        argument="reading or section",
        aliases=("jump", "jump to", "goto", "go to"),
    ),
)

_SETTINGS = (
    Verb(
        name="pace",
        help="Choose the days and the time",
        example="pace weekdays 9am",
        group=Group.CHANGE,
        argument="days and time",
        aliases=("pace", "schedule", "day and time", "days and time"),
    ),
    Verb(
        name="timezone",
        help="Say where you are",
        example="timezone Paris",
        group=Group.CHANGE,
        argument="city",
        aliases=("timezone", "time zone", "zone", "tz"),
    ),
    Verb(
        name="quiet",
        help="Hours in which nothing is sent",
        example="settings quiet 22:00-07:00",
        group=Group.REST,
        argument="hours or off",
        aliases=("quiet", "quiet hours", "do not disturb", "dnd"),
    ),
    Verb(
        name="holidays",
        help="Rest on a country's public holidays",
        example="settings holidays FR",
        group=Group.REST,
        argument="country or off",
        aliases=("holidays", "holiday", "public holidays"),
    ),
    Verb(
        name="break",
        help="Rest from one day to another",
        example="settings break 2026-12-21 to 2027-01-03",
        group=Group.REST,
        argument="days or off",
        aliases=("break",),
    ),
    Verb(
        name="away",
        help="Hear nothing until you are back",
        example="away until monday",
        group=Group.REST,
        argument="day or off",
        aliases=("away", "vacation"),
    ),
    Verb(
        name="wait",
        help="Wait for me: no new reading while two are unfinished",
        example="wait for me",
        group=Group.CHANGE,
        aliases=("wait for me", "wait"),
    ),
    Verb(
        name="keep",
        help="Keep going: readings come on their days, whatever is unfinished",
        example="keep going",
        group=Group.CHANGE,
        aliases=("keep going",),
    ),
    Verb(
        name="leave",
        help="Leave a plan; what you have read stays known",
        example="leave",
        group=Group.CHANGE,
        aliases=("leave", "stop", "quit", "unsubscribe"),
        changes=False,
    ),
)

REGISTRY: tuple[Verb, ...] = (
    Verb(
        name="enroll",
        help="See the plans, or start one",
        example="enroll case studies",
        group=Group.FIRST,
        argument="plan, days and time",
        aliases=("enrol", "start", "begin", "join", "plans", "subscribe", "sign up"),
    ),
    Verb(
        name="next",
        help="Get the next reading now",
        example="next",
        group=Group.FIRST,
        aliases=("more", "another", "send it now"),
    ),
    Verb(
        name="done",
        help="Say that you have read it",
        example="done",
        group=Group.FIRST,
        argument="reading",
        aliases=("finished", "complete", "completed"),
    ),
    Verb(
        name="progress",
        help="See how far you are and what comes next",
        example="progress",
        group=Group.FIRST,
        aliases=("status", "stats", "today", "where am i"),
        changes=False,
    ),
    Verb(
        name="casestudy",
        help="Find a real machine learning system to read about",
        example="casestudy netflix",
        group=Group.FIRST,
        argument="company or topic",
        aliases=("casestudies", "case study", "case studies", "case", "cases"),
        changes=False,
    ),
    Verb(
        name="path",
        help="See every reading of your plan",
        example="path",
        group=Group.LOOK,
        argument="section",
        aliases=("list", "contents", "syllabus"),
        changes=False,
    ),
    Verb(
        name="go",
        help="Move around: back, repeat, skip, later, to",
        example="go",
        group=Group.MOVE,
        aliases=("move",),
        subs=_GO,
        changes=False,
    ),
    Verb(
        name="pause",
        help="Stop for a while, or until a day",
        example="pause until friday",
        group=Group.REST,
        argument="day",
        aliases=("hold",),
    ),
    Verb(
        name="resume",
        help="Go on after a pause",
        example="resume",
        group=Group.REST,
        aliases=("continue", "unpause", "go on", "carry on"),
    ),
    Verb(
        name="settings",
        help="See and change days, time zone, quiet hours and breaks",
        example="settings",
        group=Group.CHANGE,
        aliases=("setting", "preferences", "options"),
        subs=_SETTINGS,
        changes=False,
    ),
    Verb(
        name="help",
        help="See what you can say here",
        example="help",
        group=Group.LOOK,
        argument="command",
        aliases=("commands", "hi", "hello", "what can you do"),
        changes=False,
    ),
)

BUTTONS = {
    "welcome": "welcome",
    "start": "enroll",
    "know": "know",
    "parts": "parts",
    "shelf_later": "shelf_later",
}
"""What only a button means, and the command each stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A command under its full name, for example `go back`."""

    path: str
    verb: Verb


def every_verb() -> Iterator[Known]:
    """All commands and sub-commands, each under its full name."""
    for verb in REGISTRY:
        yield Known(path=verb.name, verb=verb)
        for sub in verb.subs:
            yield Known(path=f"{verb.name} {sub.name}", verb=sub)


BY_PATH = {known.path: known for known in every_verb()}
"""Every command by its full name."""

SPELLINGS = {alias: known for known in every_verb() for alias in known.verb.aliases} | BY_PATH
"""Every command by each of the words it may be typed with; full names win."""
