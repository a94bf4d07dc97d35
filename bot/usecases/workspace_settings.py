"""`settings workspace`: what admins choose for everybody; who they are is checked before."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.authority import Starters
from bot.domain.cards.workspace import (
    CHANNELS,
    ROLE,
    SAVE,
    STARTERS,
    ZONE,
    boxes,
    choices_card,
    chosen_card,
)
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.workspace import MOST_CHANNELS, Choices
from bot.domain.zones import parse_zone
from bot.usecases.context import Context
from bot.usecases.welcome import OWN_COMPUTER

_ID = re.compile(r"[#A-Za-z0-9_-]{1,80}")
_PLACE_ID = re.compile(r"[A-Z0-9]{1,40}")
"""A channel's id where channels have ids; names there have no capitals."""
_MENTION = re.compile(r"<[#@]&?([A-Za-z0-9]{1,32})(?:\|[^<>]{0,80})?>")
_NONE = frozenset({"", "all", "none", "off", "no", "any", "every"})
_WHO = {
    "everybody": Starters.EVERYBODY,
    "everyone": Starters.EVERYBODY,
    "all": Starters.EVERYBODY,
    "channel managers": Starters.MANAGERS,
    "managers": Starters.MANAGERS,
    "admins": Starters.ADMINS,
    "admin": Starters.ADMINS,
}


class UnclearChoice(UserError):
    """I did not understand what to change. Say for example `settings workspace who admins`."""


class UnclearWho(UserError):
    """That is everybody, channel managers or admins. Say `settings workspace who admins`."""


class UnclearChannels(UserError):
    """I do not see which channels. Name 25 at most, with their #.

    Or choose them in the form, `settings workspace`, or say `settings workspace channels all`.
    """


class UnclearRole(UserError):
    """I do not see which role. Choose it in the form: `settings workspace`."""


async def run(context: Context, command: Command) -> Reply:
    """Show what holds, take one change in words, or take the whole form."""
    platform = context.party.platform
    now = await context.store.rulebook.choices(context.party)
    if not command.args:
        fields = () if platform in OWN_COMPUTER else boxes(now, platform=platform)
        return Reply(card=choices_card(now, platform=platform, fields=fields))
    values = context.inbound.values
    after = _form(now, values) if command.args == SAVE else _said(now, command.args)
    if platform not in OWN_COMPUTER and not all(map(_PLACE_ID.fullmatch, after.channels)):
        raise UnclearChannels  # a name is no id there, and would shut every channel
    event = context.inbound.event_id
    await context.store.rulebook.choose(context.party, after, event_id=event)
    return Reply(card=chosen_card(after, platform=platform))


def _form(now: Choices, values: Mapping[str, str]) -> Choices:
    """A form that was sent whole: an empty box takes its choice back."""
    starters = values.get(STARTERS, "")
    return Choices(
        starters=_starters(starters) if starters else now.starters,
        channels=_channels(values.get(CHANNELS, "")),
        zone=_zone(values.get(ZONE, "")),
        ping_role=_role(values.get(ROLE, "")),
    )


def _said(now: Choices, text: str) -> Choices:
    what, _, said = text.strip().partition(" ")
    match fold(what):
        case "who":
            return replace(now, starters=_starters(said))
        case "channels" | "channel":
            return replace(now, channels=_channels(said))
        case "zone" | "timezone":
            return replace(now, zone=_zone(said))
        case "role":
            return replace(now, ping_role=_role(said))
        case _:
            raise UnclearChoice


def _starters(said: str) -> Starters:
    found = _WHO.get(fold(said))
    if found is None:
        raise UnclearWho
    return found


def _channels(said: str) -> tuple[str, ...]:
    """The ids of the channels that were named, each once."""
    if said.strip().casefold() in _NONE:
        return ()
    named = dict.fromkeys(map(_bare, said.replace(",", " ").split()))
    if len(named) > MOST_CHANNELS or not all(_ID.fullmatch(each) for each in named):
        raise UnclearChannels
    return tuple(named)


def _zone(said: str) -> str:
    return "" if said.strip().casefold() in _NONE else parse_zone(said)


def _role(said: str) -> str:
    if said.strip().casefold() in _NONE:
        return ""
    role = _bare(said.strip())
    if not role.isdecimal():
        raise UnclearRole
    return role


def _bare(word: str) -> str:
    """The id in a mention as platforms write it, or the word itself."""
    found = _MENTION.fullmatch(word)
    return found[1] if found else word
