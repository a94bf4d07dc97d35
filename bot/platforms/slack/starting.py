"""A plan that is to start in a channel: whether we get in, whom it reaches, and what waits.

What cannot start yet is kept, and starts by itself once somebody has invited us.
"""

import asyncio
from dataclasses import dataclass, replace

import aiohttp
import structlog

from bot.domain.card import Button, ButtonStyle, Card, Press, Strong, Tone, words
from bot.domain.cards.refusal import refusal
from bot.domain.command import Command, of_press, parse
from bot.domain.conversation import Inbound
from bot.domain.errors import UserError
from bot.platforms.slack.doors import Door, Entry, enter
from bot.platforms.slack.inbound import Caller, Reception
from bot.ports import People, SavedForms, StoreDown
from bot.usecases.enroll_form import EnrollForms

SURE, NOT_NOW = "sure", "not_now"
"""What the buttons of the question carry; they are Slack's own, and no commands."""
ENTER_WITHIN_S = 1.5
"""A command is answered within Slack's three seconds even where this is not."""
LONGEST = 1_000
"""Letters of what is kept."""

log = structlog.get_logger(__name__)


class Unclear(UserError):
    """Slack does not tell me about this channel just now. Please try again in a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Why a plan does not start at once, as it is told; `entry` is what came of getting in."""

    entry: Entry
    card: Card


class Starting:
    """Looks at a channel before a plan starts there."""

    def __init__(
        self, forms: SavedForms, people: People, *, checks: EnrollForms, reception: Reception
    ) -> None:
        self._forms = forms
        self._people = people
        self._checks = checks
        self._reception = reception

    async def hindered(
        self, caller: Caller, inbound: Inbound, *, sure: bool = False
    ) -> Hindrance | None:
        """What keeps this start from happening; None where it may go on, or is no start.

        `sure` says that the size of the channel was asked about.
        """
        if inbound.origin.is_dm or not (starts(inbound) and await self._may(caller, inbound)):
            return None
        try:
            async with asyncio.timeout(ENTER_WITHIN_S):
                door = await enter(caller.team, inbound.origin.place, sure=sure)
            if door.entry is Entry.INVITE:
                await self._keep(inbound)
        except (aiohttp.ClientError, StoreDown, TimeoutError) as error:
            log.warning("slack_channel_unclear", cause=type(error).__name__)
            return Hindrance(entry=Entry.UNCLEAR, card=refusal(Unclear()))
        return self._told(caller, inbound, door=door)

    def _told(self, caller: Caller, inbound: Inbound, *, door: Door) -> Hindrance | None:
        match door.entry:
            case Entry.INSIDE:
                return None
            case Entry.INVITE:
                card = invite_card(caller.team.handle)
            case Entry.LARGE:
                card = large_card(door.people, _choices(inbound))
            case Entry.ARCHIVED:
                card = _ARCHIVED
            case Entry.UNCLEAR:
                card = refusal(Unclear())
        return Hindrance(entry=door.entry, card=card)

    async def _may(self, caller: Caller, inbound: Inbound) -> bool:
        """Whether the person may start a plan there; who may not is told so by the start itself."""
        told = await self._reception.vouched(caller, inbound)
        return await self._checks.may_start(told.origin)

    async def _keep(self, inbound: Inbound) -> None:
        """Keep what was asked for until somebody has invited us; 24 hours at most."""
        origin = inbound.origin
        party = await self._people.party(origin, zone=origin.zone or "UTC")
        press = as_press(inbound)
        await self._forms.keep(
            party, replace(press, arg=press.arg[:LONGEST]), event_id=inbound.event_id
        )


def starts(inbound: Inbound) -> bool:
    """Whether this would start a plan."""
    command = _command(inbound)
    return command is not None and command.verb == "enroll" and bool(command.args or command.plan)


def as_press(inbound: Inbound) -> Press:
    """What was asked for as the form's own button says it."""
    command = _command(inbound) or Command(verb="enroll")
    plan = f'plan:"{command.plan}"' if command.plan else ""
    return Press("start", " ".join(each for each in (plan, command.args) if each))


def _command(inbound: Inbound) -> Command | None:
    try:
        return of_press(inbound.press) if inbound.press else parse(inbound.text)
    except UserError:
        return None


def invite_card(handle: str) -> Card:
    """The bot has to be invited; what was filled in is kept."""
    return Card(
        title=words("One thing is left"),
        text=(
            words("Type ", Strong(f"/invite @{handle}"), " here; I carry on from there."),
            words("What you filled in is kept for a day, for this channel alone."),
        ),
        tone=Tone.GENTLE,
    )


def large_card(people: int, buttons: tuple[Button, ...] = ()) -> Card:
    """Asked whether a plan is to start before so many people."""
    return Card(
        title=words(f"{people:,} people are in this channel"),
        text=(
            words("A plan here sends each reading for all of them to see. Nothing has started."),
            words("For you alone it works in our direct message."),
        ),
        buttons=buttons,
        tone=Tone.GENTLE,
    )


def _choices(inbound: Inbound) -> tuple[Button, ...]:
    return (
        Button("Start it here", Press(SURE, as_press(inbound).arg), ButtonStyle.PRIMARY),
        Button("Not now", Press(NOT_NOW)),
    )


_ARCHIVED = Card(
    title=words("This channel is archived"),
    text=(words("Start the plan in another one."),),
    tone=Tone.GENTLE,
)
