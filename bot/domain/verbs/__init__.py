"""The one registry of commands: it feeds parsing, help, completion and every platform's menus."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.verbs import asking, choosing, going, keeping, reading, together
from bot.domain.verbs.verb import MOST_VERBS, Group, Verb

__all__ = [
    "BUTTONS",
    "BY_PATH",
    "MOST_VERBS",
    "REGISTRY",
    "SPELLINGS",
    "TYPED_BUTTONS",
    "Group",
    "Known",
    "Verb",
    "every_verb",
]

REGISTRY: tuple[Verb, ...] = (
    reading.ENROLL,
    reading.NEXT,
    reading.DONE,
    reading.PROGRESS,
    asking.CASESTUDY,
    asking.FIND,
    reading.PATH,
    going.MOVE_AROUND,
    going.PAUSE,
    going.RESUME,
    together.GROUP,
    keeping.NOTE,
    choosing.SETTINGS,
    keeping.DATA,
    asking.HELP,
)

BUTTONS = {
    "welcome": "welcome",
    "start": "enroll",
    "know": "know",
    "parts": "parts",
    "shelf_later": "shelf_later",
    "elsewhere": "elsewhere",
    "keep": "keep",
    "restart": "restart",
    "vote": "vote",
    "preview": "preview",
    "discuss": "discuss",
    "kind": "kind",
    "send_again": "send_again",
}
"""What buttons say that is no command of its own, and what each stands for."""

TYPED_BUTTONS = frozenset(
    {
        "discuss",
        "preview",
        "restart",
        "elsewhere",
        "know",
        "parts",
        "shelf_later",
        "send_again",
        "vote",
    }
)
"""Those of them that people may type as well."""


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
