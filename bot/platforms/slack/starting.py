"""A plan that is to start in a channel: whether we get in, whom it reaches, and what waits.

What cannot start yet is kept, and starts by itself once somebody has invited us.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

import aiohttp
import structlog

from bot.domain.card import Button, ButtonStyle, Card, Press, Strong, Tone, words
from bot.domain.cards.refusal import refusal
from bot.domain.command import Command, of_press, parse
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.errors import UserError
from bot.platforms.slack.doors import Door, Entry, enter
from bot.platforms.slack.inbound import Caller, Reception
from bot.platforms.slack.origins import is_among_several
from bot.platforms.slack.profiles import Unsure
from bot.ports import Party, People, SavedForms, StoreDown
from bot.usecases.case_week import begins
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.whereabouts import Whereabouts

_CASES = "casestudy weekly"
SURE: Mapping[str, str] = {"sure": "start", "sure_cases": _CASES}
NOT_NOW = "not_now"
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

    @property
    def reply(self) -> Reply:
        """It as an answer; what is unclear now may be asked for again."""
        return Reply(card=self.card, lost=self.entry is Entry.UNCLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartParts:
    """What is asked before something starts in a channel."""

    forms: SavedForms
    people: People
    checks: EnrollForms
    whereabouts: Whereabouts
    reception: Reception


class Starting:
    """Looks at a channel before a plan, or a case study a week, starts there."""

    def __init__(self, parts: StartParts) -> None:
        self._parts = parts

    async def hindered(
        self, caller: Caller, inbound: Inbound, *, sure: bool = False
    ) -> Hindrance | None:
        """What keeps this start from happening; None where it may go on, or is no start.

        `sure` says that the size of the channel was asked about.
        """
        try:
            if inbound.origin.is_dm or not (starts(inbound) and await self._may(caller, inbound)):
                return None
        except Unsure as error:
            return Hindrance(entry=Entry.UNCLEAR, card=refusal(error))
        if is_among_several(inbound.origin):
            return Hindrance(entry=Entry.CLOSED, card=_AMONG_SEVERAL)
        try:
            async with asyncio.timeout(ENTER_WITHIN_S):
                if await self._runs(inbound):
                    return None
                door = await enter(caller.team, inbound.origin.place, sure=sure)
            if door.entry is Entry.INVITE:
                await self._keep(inbound)
            if door.name and not inbound.origin.place_name:
                await self._party(replace(inbound.origin, place_name=door.name))
        except (aiohttp.ClientError, StoreDown, TimeoutError) as error:
            log.warning("slack_channel_unclear", cause=type(error).__name__)
            return Hindrance(entry=Entry.UNCLEAR, card=refusal(Unclear()))
        return self._told(caller, inbound, door=door)

    async def _runs(self, inbound: Inbound) -> bool:
        """Whether what would start runs there already; of plans there may be several."""
        command = _command(inbound)
        cases = command is not None and command.verb == _CASES
        return cases and await self._parts.whereabouts.has_cases(inbound.origin)

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
            case Entry.CLOSED:
                card = _AMONG_SEVERAL
            case Entry.UNCLEAR:
                card = refusal(Unclear())
        return Hindrance(entry=door.entry, card=card)

    async def _may(self, caller: Caller, inbound: Inbound) -> bool:
        """Whether the person may start a plan there; who may not is told so by the start itself."""
        told = await self._parts.reception.vouched(caller, inbound)
        return await self._parts.checks.may_start(told.origin)

    async def _keep(self, inbound: Inbound) -> None:
        """Keep what was asked for until somebody has invited us; 24 hours at most."""
        party = await self._party(inbound.origin)
        press = as_press(inbound)
        await self._parts.forms.keep(
            party, replace(press, arg=press.arg[:LONGEST]), event_id=inbound.event_id
        )

    async def _party(self, origin: Origin) -> Party:
        """Who starts, and where, under the names that are known now."""
        return await self._parts.people.party(origin, zone=origin.zone or "UTC")


def starts(inbound: Inbound) -> bool:
    """Whether this would start a plan, or a case study a week."""
    command = _command(inbound)
    if command is not None and command.verb == _CASES:
        return begins(command.args)
    return command is not None and command.verb == "enroll" and bool(command.args or command.plan)


def as_press(inbound: Inbound) -> Press:
    """What was asked for as a button says it, which of a plan is the form's own."""
    command = _command(inbound) or Command(verb="enroll")
    if command.verb == _CASES:
        return Press(_CASES, command.args)
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
            words("All of them see what comes here. Nothing has started."),
            words("For you alone it works in our direct message."),
        ),
        buttons=buttons,
        tone=Tone.GENTLE,
    )


def _choices(inbound: Inbound) -> tuple[Button, ...]:
    press = as_press(inbound)
    sure = next(each for each, verb in SURE.items() if verb == press.verb)
    return (
        Button("Start it here", Press(sure, press.arg), ButtonStyle.PRIMARY),
        Button("Not now", Press(NOT_NOW)),
    )


_ARCHIVED = Card(
    title=words("This channel is archived"),
    text=(words("Start the plan in another one."),),
    tone=Tone.GENTLE,
)

_AMONG_SEVERAL = Card(
    title=words("I cannot join a direct message of several people"),
    text=(words("Make it a private channel, or start the plan in another one."),),
    tone=Tone.GENTLE,
)
