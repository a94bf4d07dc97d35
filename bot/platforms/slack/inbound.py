"""Slack's payloads as `Inbound`: who speaks, what is said or pressed, and the event's own id."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.conversation import Origin
from bot.platforms.slack.origins import is_foreign, origin_of
from bot.platforms.slack.profiles import Profiles
from bot.platforms.slack.teams import Team, Teams

Body = Mapping[str, Any]


class NotInstalled(Exception):
    """A payload of a workspace in which we are not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: the workspace that let the call in, the person's own id, the origin.

    `is_guest` holds for guests and for people of other workspaces, `is_gone` for closed accounts.
    """

    team: Team
    user: str
    origin: Origin
    is_guest: bool = False
    is_gone: bool = False

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
        return await self._known(team, user, origin=origin)

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

    async def somebody(self, team: Team, *, person: str, name: str, channel: str) -> Caller:
        """Somebody whom we know by their id (see `origins.person_id`), asked about anew."""
        home, _, user = person.rpartition("/")
        self._profiles.forget(team, user)
        origin = origin_of(
            workspace=team.id,
            user=user,
            home=home or None,
            channel=channel,
            names={"user_name": name},
        )
        return await self._known(team, user, origin=origin)

    async def _known(self, team: Team, user: str, *, origin: Origin) -> Caller:
        profile = await self._profiles.of(team, user)
        return Caller(
            team=team,
            user=user,
            origin=replace(origin, zone=profile.zone),
            is_guest=profile.is_guest or is_foreign(origin),
            is_gone=profile.is_gone,
        )

    def forget_user(self, team: Team, user: str) -> None:
        """Ask Slack about this person anew."""
        self._profiles.forget(team, user)

    def forget(self, caller: Caller) -> None:
        """Keep nothing of what Slack told about this person."""
        self._profiles.forget(caller.team, caller.user)


def channel_of_action(body: Body) -> str | None:
    """The channel of a pressed element: its message's, or the one a view was opened for."""
    container = body.get("container") or {}
    if container.get("channel_id"):
        return str(container["channel_id"])
    kept = json.loads((body.get("view") or {}).get("private_metadata") or "{}")
    return kept.get("channel") or None
