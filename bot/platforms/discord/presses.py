"""What components carry: whose plan they act on, a message's key, and a press.

A custom id is `c:KEY:VERB:ARGUMENT`: `c` acts on the plan of the channel, `o` on the presser's
own. The key stands in every button of a message that was delivered, so that it survives all edits
and restarts; nothing about a press is kept in memory. `s` in front shows the answer to everybody.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.card import Press
from bot.domain.delivery import parse_key
from bot.platforms.discord.limits import CUSTOM_ID

CHANNEL, OWN = "c", "o"
_NAMED = "#"
_NAME_LETTERS = 32
_LONGEST_HEAD = 6
"""`f` or `s`, whose it is, a number of two digits, a colon, and one to spare."""
_ID = re.compile(r"(s?)([co])\d*:([0-9a-z-]*):([^:]{1,32}):(.*)", re.DOTALL)
_FORM = re.compile(r"f([co]):([0-9a-z-]*):([^:]{1,32}):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a custom id says: `own` acts on the presser's own plan, whoever sees the message."""

    press: Press
    own: bool
    key: str | None = None
    shows: bool = False


def custom_id(carried: Carried, *, number: int = 0) -> str:
    """The id, unique within a message by `number`; a press that is too long stands by its name."""
    head = ("s" if carried.shows else "") + _whose(carried) + (str(number) if number else "")
    return _within(head, carried)


def is_long(carried: Carried) -> bool:
    """Whether a press may be too long for an id, whatever else stands in that."""
    made = f"{carried.key or ''}:{carried.press.verb}:{carried.press.arg}"
    return len(made) + _LONGEST_HEAD > CUSTOM_ID


def name_of(press: Press) -> Press:
    """What stands for a press that is too long: its name, made of what it says."""
    said = f"{press.verb}\0{press.arg}".encode("utf-8", "surrogatepass")
    return Press(_NAMED, hashlib.sha256(said).hexdigest()[:_NAME_LETTERS])


def is_name(press: Press) -> bool:
    """Whether this stands for a press that is too long."""
    return press.verb == _NAMED


def carried_by(made: str) -> Carried | None:
    """What an id says; None where it is none of ours."""
    found = _ID.fullmatch(made)
    if found is None:
        return None
    shows, whose, key, verb, arg = found.groups()
    return Carried(
        press=Press(verb, arg),
        own=whose == OWN,
        key=key if key and parse_key(key) else None,
        shows=bool(shows),
    )


def form_id(carried: Carried) -> str:
    """The id of a form: like a button's, and its fields follow the argument."""
    return _within(f"f{_whose(carried)}", carried)


def carried_by_form(made: str) -> Carried | None:
    """What a form's id says; None where it is none of ours."""
    found = _FORM.fullmatch(made)
    return carried_by(made.removeprefix("f")) if found else None


def keys_in(components: Any) -> Iterator[str]:  # noqa: ANN401 - JSON as Discord sends it
    """Every delivery key that the components of a message carry, nested ones included."""
    if isinstance(components, Mapping):
        carried = carried_by(str(components.get("custom_id", "")))
        if carried and carried.key:
            yield carried.key
        components = (components.get("components"), components.get("accessory"))
    if isinstance(components, list | tuple):
        for each in components:
            yield from keys_in(each)


def _within(head: str, carried: Carried) -> str:
    """The id with this head: the press itself where it fits, else its name."""
    for press in (carried.press, name_of(carried.press)):
        made = f"{head}:{carried.key or ''}:{press.verb}:{press.arg}"
        if len(made) <= CUSTOM_ID:
            break
    return made


def _whose(carried: Carried) -> str:
    return OWN if carried.own else CHANNEL
