"""The typed options of each command, and the words that they mean together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.text import NOTE_LIMIT
from bot.domain.verbs import Known, every_verb

COMMAND = "mlops"
_ITSELF = {"note": "write", "help": "command", "casestudy": "find"}
_SHOW = "show"
PLAN = "plan"
WHERE = "where"
WEEKLY = "casestudy weekly"
_FROM = "from"
HERE, OWN = "here", "own"


class Source(StrEnum):
    """What is suggested while somebody types."""

    NOTHING = ""
    ZONES = "zones"
    PLANS = "plans"
    READINGS = "readings"
    CASES = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One option: its name, what it asks for, and what stands before it in plain words."""

    name: str
    help: str
    source: Source = Source.NOTHING
    choices: Mapping[str, str] = field(default_factory=dict)  # what is shown: what it means
    lead: str = ""
    longest: int = 200


_A_PLAN = Field(name=PLAN, help="Which plan, where you follow several", source=Source.PLANS)
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "enroll": (
        Field(name=PLAN, help="The plan to start", source=Source.PLANS),
        Field(name="when", help="Days and time, for example mon,thu 18:30"),
        Field(name="zone", help="Your city, if the times are not in your zone yet",
              source=Source.ZONES),
        Field(name="first", help="In a channel: the day of the first reading, for example monday",
              lead="start"),
        Field(name="start", help="The reading or section to start from",
              source=Source.READINGS, lead=_FROM),
        Field(
            name="behind",
            help="What happens when two readings are unfinished",
            choices={"Keep going": "keep going", "Wait for me": "wait for me"},
        ),
        Field(
            name=WHERE,
            help="Where the readings come",
            choices={"My direct messages": OWN, "This channel, for everybody": HERE},
        ),
    ),
    "done": (Field(name="reading", help="Which one, if not the latest", source=Source.READINGS),),
    "go broken": (
        Field(name="reading", help="Which one, if not the latest", source=Source.READINGS),
    ),
    "progress": (
        Field(name="picture", help="As a picture", choices={"As a picture": "picture"}),
    ),
    "note": (Field(name="text", help="What you want to keep; empty shows your notes",
                   longest=NOTE_LIMIT),),
    "note rate": (
        Field(name="rating", help="5 is best", choices={str(n): str(n) for n in range(1, 6)}),
    ),
    "note change": (
        Field(name="number", help="The note's number"),
        Field(name="text", help="What it should say", lead=":", longest=NOTE_LIMIT),
    ),
    "group away": (Field(name="until", help="A day, or off", lead="until"),),
    "group leads": (Field(name="change", help="add or remove, and a name: add Ada"),),
    "group reminders": (
        Field(name="often", help="How often", choices={"Every week": "on", "Less often": "less",
                                                       "Never": "off"}),
    ),
    "group tell": (
        Field(name="how", help="Besides your name in the thread",
              choices={"In private": "privately", "A mention": "role", "Nothing": "nothing"}),
    ),
    "group nudges": (Field(name="answer", help="Your answer", choices={"Yes": "yes", "No": "no"}),),
    "group visible": (
        Field(name="answer", help="Your answer", choices={"Yes": "yes", "No": "no"}),
    ),
    "data forget": (Field(name="word", help="The word that I ask for"),),
    "go skip": (
        Field(name="reading", help="Which one, if not the latest", source=Source.READINGS),
    ),
    "go to": (
        Field(name="place", help="The reading or section to go on from", source=Source.READINGS),
    ),
    "casestudy": (
        Field(name="search", help="A company or a topic", source=Source.CASES),
    ),
    WEEKLY: (
        Field(name="about", help="A topic or company, and a day: fraud friday 9am; or stop"),
        Field(
            name=WHERE,
            help="Where they come",
            choices={"My direct messages": OWN, "This channel, for everybody": HERE},
        ),
    ),
    "settings workspace": (),  # it opens a form
    "settings timezone": (Field(name="city", help="Where you are", source=Source.ZONES),),
    "pause": (Field(name="until", help="A day, for example friday", lead="until"),),
    "settings away": (Field(name="until", help="A day, or off", lead="until"),),
}  # fmt: skip
_NOT_OF_A_PLAN = frozenset(
    {
        *("enroll", "casestudy", WEEKLY, "help", "go", "settings timezone"),
        *("settings quiet", "settings away", "note change", "note delete"),
        "settings workspace",
    }
)
_SUB_COMMANDS = frozenset({1, 2})
_NO_LEAD = frozenset({"off", "until"})


def itself(verb: str) -> str:
    """The sub-command that stands for a command with sub-commands itself.

    Discord's groups do nothing by themselves (discord-api-docs, application-commands).
    """
    return _ITSELF.get(verb, _SHOW)


def fields_of(known: Known) -> tuple[Field, ...]:
    """The options of a command: its own, and which plan it is about."""
    own = _FIELDS.get(known.path)
    if own is None:
        argument = known.verb.argument
        own = (Field(name=_slug(argument), help=_sentence(argument)),) if argument else ()
    of_a_plan = known.path not in _NOT_OF_A_PLAN and _about_plans(known)
    return (*own, _A_PLAN) if of_a_plan and all(each.name != PLAN for each in own) else own


def said(known: Known, values: Mapping[str, str]) -> str:
    """The plain words that a command and its filled-in options mean."""
    plan = _plan(values.get(PLAN, "")) if PLAN in {each.name for each in fields_of(known)} else ""
    # Behind a command that keeps what follows word for word, else out of everything's way.
    front = (known.path, plan) if known.verb.verbatim else (plan, known.path)
    return " ".join(word for word in (*front, *_rest(known, values)) if word)


def argument(known: Known, values: Mapping[str, str]) -> str:
    """The same without the command's name, as a button carries it."""
    words = (_plan(values.get(PLAN, "")), *_rest(known, values))
    return " ".join(word for word in words if word)


def _rest(known: Known, values: Mapping[str, str]) -> Iterator[str]:
    fields = [each for each in fields_of(known) if each.name not in {WHERE, PLAN}]
    for each in sorted(fields, key=lambda each: each.lead == _FROM):  # its words have no end
        value = " ".join(values.get(each.name, "").split())
        led = value and each.lead and value.split()[0].casefold() not in _NO_LEAD
        yield f"{each.lead} {value}" if led else value


def _plan(name: str) -> str:
    bare = " ".join(name.replace('"', " ").split())
    return f'plan:"{bare}"' if bare else ""


def spelled(known: Known, args: str, *, plan: str = "") -> str:
    """A command as it stands in Discord's menu, for people to find: `/mlops go later day: fri`."""
    path = f"{known.path} {itself(known.path)}" if known.verb.subs else known.path
    fields = fields_of(known)
    told = f"/{COMMAND} {path}"
    if args and fields and known.path != "enroll":
        value = args.removeprefix(fields[0].lead).strip() if fields[0].lead else args
        told += f" {fields[0].name}: {value}"
    return f"{told} {PLAN}: {plan}" if plan else told


def chosen(data: Mapping[str, Any]) -> tuple[list[str], list[Mapping[str, Any]]]:
    """The names under `/mlops` that were chosen, and the options there, as Discord sends them."""
    path: list[str] = []
    options = list(data.get("options") or ())
    while options and options[0].get("type") in _SUB_COMMANDS:
        path.append(str(options[0].get("name", "")))
        options = list(options[0].get("options") or ())
    return path, options


def known_at(path: Sequence[str]) -> Known | None:
    """The command behind a menu's names, `settings show` being `settings`."""
    stands = len(path) > 1 and path[-1] == itself(path[0])
    names = path[:-1] if stands else path
    return next((each for each in every_verb() if each.path == " ".join(names)), None)


def _about_plans(known: Known) -> bool:
    return known.path.split()[0] in _PLAN_VERBS


_PLAN_VERBS = frozenset(
    {"next", "done", "progress", "path", "go", "pause", "resume", "settings", "note"}
)


def _slug(argument: str) -> str:
    first = argument.split(" or ", maxsplit=1)[0].casefold()
    return re.sub(r"[^a-z0-9]+", "_", first).strip("_")[:32]


def _sentence(argument: str) -> str:
    return argument[:1].upper() + argument[1:]
