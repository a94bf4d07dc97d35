"""Slack's payloads as `Inbound`: who speaks, what is said or pressed, and the event's own id."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.authority import Act, Standing, act_of
from bot.domain.command import of_press, parse
from bot.domain.conversation import Inbound, Origin
from bot.domain.errors import UserError
from bot.platforms.slack.origins import is_foreign, origin_of
from bot.platforms.slack.profiles import FRESH_STANDING, Profile, Profiles, Unsure
from bot.platforms.slack.teams import Team, Teams

Body = Mapping[str, Any]


FROM_SPOOL = "from_spool"
"""Stands in the context of an event that waited: its person was told of an answer, or had none."""


class NotInstalled(Exception):
    """A payload of a workspace in which we are not installed."""


class InstallationUnclear(Exception):
    """Slack does not say now whether we are installed somewhere; in a moment it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: the workspace that let the call in, the person's own id, the origin."""

    team: Team
    user: str
    origin: Origin

    @property
    def own(self) -> Origin:
        """The same person in their own direct message."""
        return replace(self.origin, place=self.origin.person, is_dm=True, place_name="")


class Reception:
    """Finds out who calls."""

    def __init__(self, teams: Teams, profiles: Profiles) -> None:
        self._teams = teams
        self._profiles = profiles

    async def caller(
        self, context: AsyncBoltContext, *, channel: str | None, names: Body | None = None
    ) -> Caller:
        """The caller; without a channel, or in a direct message, the place is their own.

        The workspace is the one whose installation authorised the call, never the channel's.

        Raises:
            NotInstalled: there is no such installation.
        """
        team = await self.team(context)
        user = context.actor_user_id or context.user_id
        if not user:
            raise NotInstalled
        origin = origin_of(
            workspace=team.id,
            user=user,
            home=context.actor_team_id,
            channel=channel,
            names=names or {},
        )
        return Caller(team=team, user=user, origin=await self._known(team, user, origin=origin))

    async def team(self, context: AsyncBoltContext) -> Team:
        """The workspace whose installation authorised a call.

        Raises:
            NotInstalled: there is no such installation.
        """
        authorized = context.authorize_result
        team = await self._teams.of((authorized.team_id if authorized else None) or "")
        if team is None:
            raise NotInstalled
        return team

    async def somebody(self, team: Team, *, person: str, name: str, channel: str) -> Caller | None:
        """Somebody whom we know by their id (see `origins.person_id`), asked about anew.

        None where their account is closed.
        """
        home, _, user = person.rpartition("/")
        self._profiles.forget(team, user)
        if (await self._profiles.of(team, user)).is_gone:
            return None
        origin = origin_of(
            workspace=team.id,
            user=user,
            home=home or None,
            channel=channel,
            names={"user_name": name},
        )
        return Caller(team=team, user=user, origin=await self._known(team, user, origin=origin))

    async def vouched(self, caller: Caller, inbound: Inbound) -> Inbound:
        """The same, with what the caller may do by Slack's word of this minute where it matters.

        Raises:
            Unsure: it would start something in a channel, and they may be a guest.
        """
        act, origin = act_of(_verb(inbound)), inbound.origin
        if act in {Act.PERSONAL, Act.FOLLOW}:
            return inbound
        profile = await self._profiles.of(caller.team, caller.user, within=FRESH_STANDING)
        if act is Act.START and not (origin.is_dm or profile.is_sure):
            raise Unsure
        return replace(inbound, origin=replace(origin, standing=_standing(origin, profile)))

    async def _known(self, team: Team, user: str, *, origin: Origin) -> Origin:
        """The origin with what Slack knows of the person."""
        profile = await self._profiles.of(team, user)
        name, standing = profile.name or origin.person_name, _standing(origin, profile)
        return replace(origin, person_name=name, zone=profile.zone, standing=standing)

    def forget_user(self, team: Team, user: str) -> None:
        """Ask Slack about this person anew."""
        self._profiles.forget(team, user)

    def forget(self, caller: Caller) -> None:
        """Keep nothing of what Slack told about this person."""
        self._profiles.forget(caller.team, caller.user)


def is_plain_words(event: Body) -> bool:
    """Whether a message is what somebody wrote in our direct message."""
    told = event.get("subtype") or event.get("bot_id")
    return event.get("type") == "message" and event.get("channel_type") == "im" and not told


def _verb(inbound: Inbound) -> str:
    """The command that is given; what is not understood is answered with help."""
    try:
        return (of_press(inbound.press) if inbound.press else parse(inbound.text)).verb
    except UserError:
        return "help"


def channel_of_action(body: Body) -> str | None:
    """The channel of a pressed element: its message's, or the one a view was opened for."""
    container = body.get("container") or {}
    if container.get("channel_id"):
        return str(container["channel_id"])
    kept = json.loads((body.get("view") or {}).get("private_metadata") or "{}")
    return kept.get("channel") or None


def _standing(origin: Origin, profile: Profile) -> Standing:
    return Standing.OUTSIDER if is_foreign(origin) else profile.standing
