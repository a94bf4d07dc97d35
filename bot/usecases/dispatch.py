"""The one way in: a text or a press becomes a command, the command runs, the answer is a reply."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

import structlog

from bot.domain.card import Tone
from bot.domain.cards.notes import RATING, TEXT
from bot.domain.cards.refusal import refusal
from bot.domain.cards.workspace import CHANNELS, ROLE, STARTERS, ZONE
from bot.domain.command import Command, of_press, parse
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.notes import NoteKind
from bot.domain.text import clean_name
from bot.domain.zones import is_zone
from bot.ports import Engine, Party, Platform, Pressed, Searcher, Store
from bot.usecases import (
    authorize,
    calendar,
    case_week,
    casestudy,
    data,
    discuss,
    done,
    elsewhere,
    enroll,
    find,
    go,
    help_topics,
    later,
    leave,
    link_broken,
    next_reading,
    notes,
    path,
    pause,
    pleasantries,
    preview,
    progress,
    rate,
    reminders,
    rest,
    restart,
    resume,
    season,
    send_again,
    settings,
    shelf,
    skip,
    vote,
    welcome,
    workspace_settings,
)
from bot.usecases.context import Context
from bot.usecases.group import joining, leads, quiet, show, steering, telling, turns
from bot.usecases.link_state import BrokenLinks
from bot.usecases.rates import CommandRates
from bot.usecases.reach import Reaching
from bot.usecases.sharing import Sharing
from bot.usecases.study import Studies

ANSWER_WITHIN_S = 1.5
"""A command that is not saved by then is given up, and its person told; platforms give 3 s."""

log = structlog.get_logger(__name__)


class NotSaved(UserError):
    """That was not saved: I am very busy right now. Please try again in a moment."""


Handler = Callable[[Context, Command], Awaitable[Reply]]

HANDLERS: Mapping[str, Handler] = {
    "welcome": welcome.run,
    "enroll": enroll.run,
    "next": next_reading.run,
    "done": done.run,
    "progress": progress.run,
    "casestudy": casestudy.run,
    "casestudy weekly": case_week.run,
    "find": find.run,
    "path": path.run,
    "go": go.run,
    "go back": go.run_back,
    "go repeat": go.run_repeat,
    "go skip": skip.run,
    "go later": later.run,
    "go to": go.run_to,
    "go broken": link_broken.run,
    "know": shelf.run_known,
    "parts": shelf.run_parts,
    "shelf_later": later.run_shelf,
    "restart": restart.run,
    "vote": vote.run,
    "group board": season.run_board,
    "group book": season.run_book,
    "preview": preview.run,
    "discuss": discuss.run,
    "kind": pleasantries.run,
    "send_again": send_again.run,
    "elsewhere": elsewhere.run,
    "pause": pause.run,
    "resume": resume.run,
    "settings": settings.run,
    "settings pace": settings.run_pace,
    "settings timezone": settings.run_timezone,
    "settings quiet": rest.run_quiet,
    "settings holidays": rest.run_holidays,
    "settings break": rest.run_break,
    "settings away": rest.run_away,
    "settings wait": settings.run_wait,
    "settings keep": settings.run_keep,
    "settings calendar": calendar.run,
    "settings reminders": reminders.run,
    "settings stop": reminders.run_stop,
    "settings leave": leave.run,
    "settings workspace": workspace_settings.run,
    "group": show.run,
    "group join": joining.run_join,
    "group leave": joining.run_leave,
    "group posts": show.run_posts,
    "group start": steering.run_start,
    "group lead": turns.run_lead,
    "group swap": turns.run_swap,
    "group away": turns.run_away,
    "group discussion": steering.run_discussion,
    "group on": steering.run_on,
    "group week": steering.run_week,
    "group leads": leads.run,
    "group reminders": steering.run_reminders,
    "group tell": telling.run,
    "group nudges": quiet.run,
    "group visible": turns.run_visible,
    "note": notes.run,
    "note rate": rate.run,
    "note change": notes.run_change,
    "note delete": notes.run_delete,
    "keep": rate.run_boxes,
    "data": data.run,
    "data export": data.run_export,
    "data forget": data.run_forget,
    "help": help_topics.run,
    "help about": help_topics.run_about,
}
"""Who answers which command, by its full name."""

FOR_EVERYBODY = frozenset(
    {"enroll", "next", "know", "parts", "pause", "resume"}
    | {f"go {where}" for where in ("back", "repeat", "skip", "to")}
    | {f"settings {what}" for what in ("pace", "break", "holidays", "keep", "leave")}
)
"""Commands that change a plan: in a channel everybody sees that they worked."""

BY_NAME = frozenset({RATING, TEXT, *NoteKind, STARTERS, CHANNELS, ZONE, ROLE})
"""Boxes that are read by their names alone: they hold what people write, not commands."""


class Dispatch:
    """Implements `ports.Conversation`."""

    def __init__(
        self,
        *,
        store: Store,
        studies: Studies,
        engine: Engine,
        search: Searcher,
        broken: BrokenLinks | None = None,
        rates: CommandRates | None = None,
        sharing: Sharing | None = None,
        platforms: Mapping[str, Platform] | None = None,
    ) -> None:
        self._store = store
        self._broken = broken or BrokenLinks()
        self._studies = studies
        self._engine = engine
        self._search = search
        self._rates = rates
        self._sharing = sharing
        self._reaching = Reaching(platforms or {})

    async def __call__(self, inbound: Inbound) -> Reply:
        """See `ports.Conversation`: a person's mistake is a gentle reply, and changes nothing."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await self._answer(inbound)
        except TimeoutError:
            log.warning("command_timed_out", event_id=inbound.event_id)
            return Reply(card=refusal(NotSaved()), lost=True)
        except UserError as error:
            return Reply(card=refusal(error))

    async def _answer(self, inbound: Inbound) -> Reply:
        if self._rates is not None:
            await self._rates.admit(inbound.origin)
        try:
            command = _command(inbound)
        except UserError:
            await self.context(inbound)  # who mistypes was heard of, and ignores no reminder
            raise
        context = await self.context(inbound)
        await authorize.check(context, command)
        reply = await HANDLERS[command.verb](context, command)
        reply = restart.offered(context, command, reply=reply)
        return reply if context.party.is_dm else _for_a_channel(reply, command)

    async def may_start(self, origin: Origin) -> bool:
        """Whether somebody may start a plan where they are now; asked again when they do."""
        context = await self.context(Inbound(event_id="", origin=origin))
        try:
            await authorize.check(context, Command(verb="enroll"))
        except UserError:
            return False
        return True

    async def context(self, inbound: Inbound) -> Context:
        """Who speaks, and the plans of their place."""
        people, party = self._store.people, await self.party(inbound.origin)
        pressed = await people.pressed(party, inbound.key) if inbound.key else None
        before = await self._store.reminding.seen(party, now=self._studies.now())
        if not party.is_dm:
            await self._store.groups.seen(party, now=self._studies.now())
        return Context(
            store=self._store,
            studies=self._studies,
            engine=self._engine,
            search=self._search,
            party=party,
            inbound=inbound,
            views=await self._views(party, pressed),
            pressed=pressed,
            broken=self._broken,
            reminders=before,
            sharing=self._sharing,
            reaching=self._reaching,
        )

    async def party(self, origin: Origin) -> Party:
        """Somebody in their place, introduced on first sight."""
        origin = _cleaned(origin)
        zone = origin.zone if origin.zone and is_zone(origin.zone) else ""
        return await self._store.people.party(origin, zone=zone)

    async def _views(self, party: Party, pressed: Pressed | None) -> Sequence[EnrollmentView]:
        """The plans of this place; a group's reading may be pressed in a direct message too."""
        here = await self._store.people.enrollments_here(party)
        if pressed is None or not party.is_dm:
            return here
        if any(each.enrollment.id == pressed.enrollment_id for each in here):
            return here
        now = self._studies.now()
        group = await self._store.groups.view(party, pressed.enrollment_id, now=now)
        return [*here, group.view] if group is not None and group.is_member else here


def _command(inbound: Inbound) -> Command:
    """What is asked; what stood in boxes follows the button's own argument, or is read by name."""
    if inbound.press is None:
        return parse(inbound.text)
    filled = (value for name, value in inbound.values.items() if name not in BY_NAME)
    said = " ".join(value for value in (inbound.press.arg, *filled) if value)
    return of_press(replace(inbound.press, arg=said))


def _for_a_channel(reply: Reply, command: Command) -> Reply:
    """What has changed for the plan there is for everybody; the rest is for who asked."""
    changed = reply.card is not None and reply.card.tone is Tone.SUCCESS
    return replace(reply, public=reply.public or (changed and command.verb in FOR_EVERYBODY))


def _cleaned(origin: Origin) -> Origin:
    return replace(
        origin,
        person_name=clean_name(origin.person_name),
        place_name=clean_name(origin.place_name),
    )
