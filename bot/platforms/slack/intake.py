"""Bolt behind the spool: an event is acknowledged whether or not the database answers.

Slack turns an app's events off when under 5 % of an hour's get their 200 (docs.slack.dev,
reference/events/app_rate_limited), so an event that cannot be handled now is kept on disk and
handled later, in the order in which they came.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.platforms.slack.answers import Answers
from bot.platforms.slack.busy import OK, UNAVAILABLE, not_now, told_beside
from bot.platforms.slack.inbound import FROM_SPOOL, InstallationUnclear
from bot.platforms.slack.kept_words import KeptWords
from bot.platforms.slack.outcomes import SERVER_ERROR
from bot.platforms.slack.repeats import Repeats
from bot.platforms.slack.spool import Spool, SpoolFull
from bot.ports import StoreDown

EVENT_WITHIN_S = 0.7
"""What does not take longer is handled at once; with a file after it, Slack hears within 1 s."""
CALL_WITHIN_S = 2.5
"""Slack gives commands and presses 3 s (docs.slack.dev, tools/bolt-python/concepts/
acknowledge)."""
TOLD_WITHIN_S = 0.4
REPLAY_WITHIN_S = 10.0
REPLAY_EVERY_S = 0.5
GIVE_UP_AFTER = timedelta(minutes=10)
"""How long others wait behind a kept event of a workspace that Slack does not let us speak in."""
NOBODY_S = 404
_FAILED = "failed_with"
_PASSING = (StoreDown, aiohttp.ClientError, TimeoutError, OSError)
"""What goes by on its own; anything else would fail the same way next time."""

log = structlog.get_logger(__name__)


class Intake:
    """Takes the place of Bolt's app for whatever receives Slack's calls."""

    def __init__(
        self,
        app: AsyncApp,
        *,
        spool: Spool,
        answers: Answers,
        kept_words: KeptWords,
        event_within_s: float = EVENT_WITHIN_S,
    ) -> None:
        self._app = app
        self._spool = spool
        self._answers = answers
        self._kept_words = kept_words
        self._event_within_s = event_within_s
        self._repeats = Repeats()
        self._trying = 0
        self._replaying = asyncio.Lock()
        app.error(_note)

    async def async_dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """As `AsyncApp.async_dispatch`, and 503 where even the spool takes nothing more."""
        kind = request.body.get("type")
        if kind == "event_callback":
            return await self._event(request)
        if kind == "app_rate_limited":
            log.warning("slack_events_limited")
            return BoltResponse(status=OK, body="")
        return await self._call(request)

    async def serve(self, stop: asyncio.Event) -> None:
        """Handle what waits whenever that is possible, until `stop` is set."""
        try:
            while not stop.is_set():
                await self.replay(stop)
                await _pause(stop)
        finally:
            await self._kept_words.close()
            self._spool.close()

    async def replay(self, stop: asyncio.Event | None = None) -> int:
        """Handle what waits, the oldest first, up to where it does not work; says how many.

        Events that arrive meanwhile queue behind; those being tried when the first was kept come
        before it is looked at.
        """
        handled = 0
        async with self._replaying:
            while not (self._trying or (stop and stop.is_set())) and await self._one():
                handled += 1
        if not self._spool:
            self._kept_words.over()
        if handled:
            log.info("slack_spool_replayed", events=handled, left=len(self._spool))
        return handled

    async def _one(self) -> bool:
        """Handle the oldest; False where there is none, or where it does not work yet."""
        found = await self._spool.oldest()
        if found is None:
            return False
        request = AsyncBoltRequest(mode="socket_mode", body=dict(found[1]))
        request.context[FROM_SPOOL] = True
        response = await self._once(request, within_s=REPLAY_WITHIN_S)
        if response is None:
            return False
        if response.status == UNAVAILABLE:
            if self._spool.age(found[0]) < GIVE_UP_AFTER:
                return False
            log.error("slack_event_lost", event_id=found[0].event_id)
        await self._spool.drop(found[0])
        return True

    async def _event(self, request: AsyncBoltRequest) -> BoltResponse:
        number = self._spool.number()
        if not self._spool:
            self._trying += 1
            try:
                response = await self._once(request, within_s=self._event_within_s)
                if response is not None:
                    return _acknowledged(response)
                return await self._kept(request, number=number)
            finally:
                self._trying -= 1
        return await self._kept(request, number=number)

    async def _kept(self, request: AsyncBoltRequest, *, number: int) -> BoltResponse:
        body: Mapping[str, Any] = request.body
        if not self._spool:
            log.warning("slack_spool_began")
        try:
            await self._spool.keep(body, number=number)
        except SpoolFull:
            return BoltResponse(status=UNAVAILABLE, body="")
        event_id = str(body.get("event_id", ""))
        self._kept_words.kept(request, waits=lambda: self._spool.holds(event_id))
        return BoltResponse(status=OK, body="")

    async def _call(self, request: AsyncBoltRequest) -> BoltResponse:
        response = await self._handled(request, within_s=CALL_WITHIN_S)
        if response is not None and response.status < SERVER_ERROR:
            return response
        beside = told_beside(request.body)
        if beside is not None:
            await self._told(beside[0], beside[1])
        return not_now(request.body)

    async def _told(self, url: str, message: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(TOLD_WITHIN_S):
                await self._answers.respond(url, message)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("slack_answer_lost", cause=type(error).__name__)

    async def _once(self, request: AsyncBoltRequest, *, within_s: float) -> BoltResponse | None:
        """As `_handled`, where this event was not handled before or is at this moment."""
        event_id = str(request.body.get("event_id", ""))
        if event_id and not self._repeats.is_new(event_id):
            return BoltResponse(status=OK, body="")
        response = None
        try:
            response = await self._handled(request, within_s=within_s)
        finally:
            if response is None or response.status >= SERVER_ERROR:
                self._repeats.forget(event_id)
        return response

    async def _handled(self, request: AsyncBoltRequest, *, within_s: float) -> BoltResponse | None:
        """Bolt's answer; None where the same may work later.

        Where Slack does not say whether we are installed it is 503: the event comes again from
        Slack itself, and one workspace's trouble does not fill the spool before all others.
        """
        try:
            async with asyncio.timeout(within_s):
                response = await self._app.async_dispatch(request)
        except TimeoutError:
            log.warning("slack_call_too_slow", kind=str(request.body.get("type", "command")))
            return None
        failed = request.context.get(_FAILED)
        if isinstance(failed, InstallationUnclear):
            return BoltResponse(status=UNAVAILABLE, body="")
        return None if isinstance(failed, _PASSING) else response


async def _note(error: Exception, context: AsyncBoltContext) -> None:
    """Bolt asks what to do about an error: it is remembered, and told to the log once."""
    context[_FAILED] = error
    if isinstance(error, (*_PASSING, InstallationUnclear)):
        log.warning("slack_call_failed", cause=type(error).__name__)
    else:
        log.error("slack_call_failed", exc_info=error)


def _acknowledged(response: BoltResponse) -> BoltResponse:
    """An event that nobody here waits for is no failure."""
    return BoltResponse(status=OK, body="") if response.status == NOBODY_S else response


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(REPLAY_EVERY_S):
            await stop.wait()
    except TimeoutError:
        return
