"""Channels that open and close: plans pause and go on, and what waited for us starts.

Events: docs.slack.dev, reference/events. Each may come twice or not at all: the database decides.
"""

from dataclasses import dataclass

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.domain.cards.refusal import refusal
from bot.domain.conversation import Inbound
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.doors import has_inside
from bot.platforms.slack.inbound import Reception
from bot.platforms.slack.origins import NAME, person_id
from bot.platforms.slack.reopened import Reopened, is_inside
from bot.platforms.slack.starting import Starting
from bot.platforms.slack.talk import Talk
from bot.platforms.slack.teams import Team
from bot.ports import AlreadyHandled, Clock, Feeds, Rooms, SavedForm, SavedForms

SHUT = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_deleted",
    "group_deleted": "channel_deleted",
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
}
"""Events after which nothing can be sent to their channel, with what a send would be told."""
OPENED = ("channel_unarchive", "group_unarchive")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomParts:
    """What is kept about channels, and what lets their plans go on."""

    rooms: Rooms
    feeds: Feeds
    forms: SavedForms
    reopened: Reopened
    clock: Clock


class RoomListener:
    """Handles what happens to channels and to people's accounts."""

    def __init__(
        self,
        talk: Talk,
        *,
        parts: RoomParts,
        starting: Starting,
        reception: Reception,
        answers: Answers,
    ) -> None:
        self._talk = talk
        self._parts = parts
        self._starting = starting
        self._reception = reception
        self._answers = answers

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        for name in SHUT:
            app.event(name)(self.shut)
        for name in OPENED:
            app.event(name)(self.opened)
        app.event("member_joined_channel")(self.joined)
        app.event("member_left_channel")(self.left)
        app.event("user_change")(self.changed)

    async def shut(self, args: AsyncArgs) -> None:
        """A channel is archived or gone, or we were taken out of it."""
        team, event = await self._reception.team(args.context), args.body["event"]
        await self._close(team, str(event["channel"]), reason=SHUT[str(event["type"])])

    async def changed(self, args: AsyncArgs) -> None:
        """Somebody's profile is another: a closed account gets nothing more."""
        team, user = await self._reception.team(args.context), args.body["event"]["user"]
        self._reception.forget_user(team, str(user["id"]))
        if user.get("deleted"):
            await self._close(team, str(user["id"]), reason="user_disabled")
            await self._end_calendars(team, str(user["id"]), home=user.get("team_id"))
        else:
            event_id = str(args.body["event_id"])
            await self._parts.reopened.reopen(team, str(user["id"]), event_id=event_id)

    async def opened(self, args: AsyncArgs) -> None:
        """A channel is there again; its plans go on where we are in it still."""
        team, event = await self._reception.team(args.context), args.body["event"]
        reopen = self._parts.reopened.reopen_where_inside
        event_id = str(args.body["event_id"])
        self._talk.later(reopen(team, str(event["channel"]), event_id=event_id))

    async def joined(self, args: AsyncArgs) -> None:
        """Somebody came into a channel; where it was us, what waits there goes on."""
        team, event = await self._reception.team(args.context), args.body["event"]
        if event["user"] == team.user_id:
            self._talk.later(
                self._enter(team, str(event["channel"]), event_id=str(args.body["event_id"]))
            )

    async def left(self, args: AsyncArgs) -> None:
        """Somebody is in a channel no more: its calendar is not theirs any longer."""
        team, event = await self._reception.team(args.context), args.body["event"]
        home = args.context.actor_team_id
        await self._end_calendars(team, str(event["user"]), home=home, place=str(event["channel"]))

    async def catch_up(self, team: Team) -> None:
        """Start what waits for channels that we were let into while nobody listened.

        Plans go on in those that opened meanwhile.
        """
        for channel in await self._parts.forms.places(NAME, team.id):
            if await is_inside(team, channel):
                await self._begin(team, channel)
        await self._parts.reopened.catch_up(team)

    async def look_again(self) -> None:
        """Ask once a day about what is shut; this process takes its share of it."""
        await self._parts.reopened.sweep()

    async def _close(self, team: Team, place: str, *, reason: str) -> None:
        now = self._parts.clock.now()
        count = await self._parts.rooms.shut(NAME, team.id, place=place, reason=reason, now=now)
        if count:
            log.info("plans_shut", plans=count, reason=reason)

    async def _end_calendars(
        self, team: Team, user: str, *, home: str | None, place: str = ""
    ) -> None:
        """End what a person follows; as whose person Slack names them is not told everywhere."""
        for person in {user, person_id(user, home, workspace=team.id)}:
            ended = await self._parts.feeds.gone(NAME, team.id, person=person, place=place)
            if ended:
                log.info("calendars_ended", calendars=ended)

    async def _enter(self, team: Team, channel: str, *, event_id: str) -> None:
        await self._parts.reopened.reopen(team, channel, event_id=event_id)
        await self._begin(team, channel)

    async def _begin(self, team: Team, channel: str) -> None:
        for form in await self._parts.forms.waiting(NAME, team.id, place=channel):
            try:
                await self._resume(team, channel, form=form)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("slack_form_not_resumed", cause=type(error).__name__)

    async def _resume(self, team: Team, channel: str, *, form: SavedForm) -> None:
        """Start what waited, where its person still may; they are asked again where it is large.

        Where that does not work just now they are told, and it waits on.
        """
        caller = await self._reception.somebody(
            team, person=form.person, name=form.person_name, channel=channel
        )
        if caller is not None and await has_inside(team, channel, user=caller.user):
            inbound = Inbound(event_id=form.event_id, origin=caller.origin, press=form.press)
            hindrance = await self._starting.hindered(caller, inbound)
            reply = await self._talk.ask(caller, inbound) if hindrance is None else hindrance.reply
            if reply.card is not None and reply.card != refusal(AlreadyHandled()):
                await self._answers.tell(caller, reply.card)
            if reply.lost:
                return
            self._talk.refresh(caller)
        await self._parts.forms.drop(NAME, team.id, event_id=form.event_id)
