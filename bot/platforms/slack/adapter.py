"""Slack as a platform: a send is one chat.postMessage that carries the delivery's key."""

from collections import OrderedDict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.conversation import Origin
from bot.domain.delivery import (
    SEND_TIMEOUT,
    Absent,
    Destination,
    Found,
    Lookup,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.domain.edits import Edited, EditOutcome
from bot.platforms.slack import outcomes
from bot.platforms.slack.origins import NAME, channel_of, command_prefix
from bot.platforms.slack.presses import key_of
from bot.platforms.slack.render import Rendered, render_card
from bot.platforms.slack.teams import GONE, Team, Teams
from bot.ports import Clock, Outgoing, Rewrite

EVENT_TYPE = "study_plan_message"
"""The metadata's type; its payload holds the key alone, as every app of a workspace can read it."""
RATIONED = 15
"""Messages in one look-up of an app that is distributed outside the marketplace (docs.slack.dev,
apis/web-api/rate-limits)."""
PAGE = 200
"""Messages in one look-up of any other app (docs.slack.dev, reference/methods/
conversations.history: 999 at most, 200 advised)."""
MINUTE = timedelta(minutes=1)
WINDOW = SEND_TIMEOUT + MINUTE * 3
"""How long after `since` a message that was in flight may be dated: `since` is a minute early."""
REMEMBERED = 10_000

_log = structlog.get_logger(__name__)


class SlackPlatform:
    """Implements `ports.Platform`.

    `reads_a_minute` is the budget of look-ups of one workspace: 1 for an app that is distributed
    outside the marketplace, 50 for one a workspace made for itself (tier 3; docs.slack.dev,
    apis/web-api/rate-limits).
    """

    name = NAME
    in_flight = 8
    spacing = timedelta(milliseconds=200)
    """300 a minute: Slack takes several hundred from an app in one workspace (docs.slack.dev,
    reference/methods/chat.postMessage)."""
    makes_threads = False
    edit_spacing = timedelta(milliseconds=1200)
    """chat.update is of tier 3, 50 a minute (docs.slack.dev, apis/web-api/rate-limits)."""
    place_spacing = timedelta(seconds=1)  # one a second and channel; the same page

    how_to_open = "Open my page under Apps in the sidebar and write `hello` there."

    def __init__(self, teams: Teams, *, clock: Clock, reads_a_minute: int) -> None:
        self._teams = teams
        self._clock = clock
        self._reads_a_minute = reads_a_minute
        self._reads: dict[str, deque[float]] = {}
        self._direct: OrderedDict[tuple[str, str], str] = OrderedDict()

    def direct(self, origin: Origin) -> Destination:
        """See `ports.Platform.direct`."""
        return Destination(
            platform=self.name, workspace=origin.workspace, place=origin.person, is_dm=True
        )

    async def send(self, message: Outgoing) -> Outcome:
        """See `ports.Platform.send`."""
        team = await self._team(message.to.workspace)
        if not isinstance(team, Team):
            return team
        rendered = render_card(message.card, key=message.key, prefix=command_prefix(message.to))
        try:
            answer = await team.client.chat_postMessage(**posting(message, rendered))
        except SlackApiError as error:
            return await self._refused(team, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return outcomes.failed(error)
        if message.to.is_dm:
            self._remember(team.id, message.to.place, channel=str(answer["channel"]))
        return Sent(receipt=str(answer["ts"]))

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """See `ports.Platform.find`: one read of the few minutes in which it may stand."""
        try:
            team = await self._teams.of(to.workspace)
            if team is None:
                return Unreadable(reason="not installed there any more")
            wait = self._wait_for_read(team.id)
            if wait is not None:
                return Unreadable(reason="look-ups are rationed", retry_in=wait)
            return await self._read(team, key, to=to, since=since)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            return outcomes.unreadable(error)

    async def edit(self, change: Rewrite) -> EditOutcome:
        """See `ports.Platform.edit`."""
        team = await self._team(change.to.workspace)
        if not isinstance(team, Team):
            return outcomes.of_edit(team)
        rendered = render_card(change.card, key=change.key, prefix=command_prefix(change.to))
        try:
            await team.client.chat_update(
                channel=await self._channel(team, change.to),
                ts=change.receipt,
                text=rendered.text,
                blocks=rendered.blocks,
                metadata=_metadata(change.key),
            )
        except SlackApiError as error:
            return outcomes.of_edit(outcomes.refused(error), code=outcomes.code_of(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return outcomes.of_edit(outcomes.failed(error))
        return Edited()

    async def _read(self, team: Team, key: str, *, to: Destination, since: datetime) -> Lookup:
        reach: dict[str, Any] = {
            "channel": await self._channel(team, to),
            "oldest": f"{since.timestamp():.6f}",
            "latest": f"{(since + WINDOW).timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": RATIONED if self._reads_a_minute == 1 else PAGE,
        }
        if to.thread:
            answer = await team.client.conversations_replies(ts=to.thread, **reach)
        else:
            answer = await team.client.conversations_history(**reach)
        for message in answer.get("messages") or ():
            if team.wrote(message) and key in {_key_in_metadata(message), key_of(message)}:
                return Found(receipt=str(message["ts"]))
        if answer.get("has_more"):
            return Unreadable(reason="too many messages since")
        return Absent()

    async def _team(self, team_id: str) -> Team | Outcome:
        """The workspace, or why nothing can be sent there: before a send nothing is in doubt."""
        try:
            team = await self._teams.of(team_id)
        except SlackApiError as error:
            outcome, code = _noted(error), outcomes.code_of(error)
            if code in GONE:  # the workspace is suspended, its plans do not pause
                outcome = Throttled(retry_in=outcomes.SOON, reason=code)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            outcome = outcomes.failed(error)
        except Exception as error:  # noqa: BLE001 - nothing was sent, whatever it is
            _log.exception("slack_workspace_unread", team=team_id)
            outcome = Unknown(cause=type(error).__name__)
        else:
            return team or self._teams.absent
        if isinstance(outcome, Unknown):
            return Throttled(retry_in=outcomes.SOON, reason=outcome.cause)
        return _until_it_opens(outcome, team_id)

    async def _refused(self, team: Team, error: SlackApiError) -> Outcome:
        """The outcome; where our token is to blame, and there is another by now, a new try."""
        outcome = _noted(error)
        shut = isinstance(outcome, Rejected) and outcome.scope is Scope.WORKSPACE
        if shut and await self._teams.refused(team, outcomes.code_of(error)):
            return Throttled(retry_in=outcomes.SOON, reason=outcomes.code_of(error))
        return _until_it_opens(outcome, team.id)

    async def _channel(self, team: Team, to: Destination) -> str:
        """The conversation's own id: a person's stands for their direct message when sending."""
        if not to.is_dm:
            return to.place
        known = self._direct.get((team.id, to.place))
        if known is None:
            answer = await team.client.conversations_open(users=[channel_of(to)])
            known = str(answer["channel"]["id"])
            self._remember(team.id, to.place, channel=known)
        return known

    def _remember(self, team_id: str, place: str, *, channel: str) -> None:
        self._direct[team_id, place] = channel
        while len(self._direct) > REMEMBERED:
            self._direct.popitem(last=False)

    def _wait_for_read(self, team_id: str) -> timedelta | None:
        """Take one read from the workspace's budget, or say when there is one again."""
        now = self._clock.monotonic()
        taken = self._reads.setdefault(team_id, deque(maxlen=self._reads_a_minute))
        minute = MINUTE.total_seconds()
        if len(taken) == self._reads_a_minute and now - taken[0] < minute:
            return timedelta(seconds=minute - (now - taken[0]))
        taken.append(now)
        return None


def posting(message: Outgoing, rendered: Rendered) -> dict[str, Any]:
    """The arguments of chat.postMessage for a delivery, its key in the metadata."""
    return {
        "channel": channel_of(message.to),
        "text": rendered.text,
        "blocks": rendered.blocks,
        "metadata": _metadata(message.key),
        "unfurl_links": False,
        "unfurl_media": False,
    } | ({"thread_ts": message.to.thread} if message.to.thread else {})


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _key_in_metadata(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT_TYPE else None


def _until_it_opens(outcome: Outcome, team_id: str) -> Outcome:
    """Where a whole workspace is shut until somebody there acts, everything waits.

    One message an hour tries. As a refusal each plan would pause by itself when it is next due,
    without a word that anybody could be told, and stay so after the workspace is open again.
    """
    if isinstance(outcome, Rejected) and outcome.scope is Scope.WORKSPACE:
        _log.error("slack_workspace_shut", team=team_id, error=outcome.reason)
        return Throttled(retry_in=outcomes.HOURS, reason=outcome.reason)
    return outcome


def _noted(error: SlackApiError) -> Outcome:
    """The outcome; an error that no page lists is logged, so that it can be."""
    code = outcomes.code_of(error)
    if code and code not in outcomes.OUTCOMES:
        _log.warning("slack_error_unlisted", error=code)
    return outcomes.refused(error)
