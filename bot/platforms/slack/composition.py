"""Slack's parts put together, for one workspace with its own tokens."""

from dataclasses import dataclass

import aiohttp

from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.enrolling import Enrolling
from bot.platforms.slack.home import Homes
from bot.platforms.slack.inbound import Reception
from bot.platforms.slack.jots import Jots
from bot.platforms.slack.listeners import SlackListener, SlackParts
from bot.platforms.slack.profiles import Profiles
from bot.platforms.slack.serving import SlackSocket, SlackWeb
from bot.platforms.slack.teams import OneTeam, web_client
from bot.ports import Clock, Conversation
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.home import HomePage
from bot.usecases.jotting import Jotting

READS_A_MINUTE = 50
"""Look-ups of an app that a workspace made for itself: tier 3 (docs.slack.dev,
apis/web-api/rate-limits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What listeners need of the use cases."""

    conversation: Conversation
    page: HomePage
    forms: EnrollForms
    jotting: Jotting


class SlackKit:
    """Everything of Slack that one process needs; the platform first, listeners on demand."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        bot_token: str,
        api_url: str | None,
        clock: Clock,
    ) -> None:
        self._session = session
        self._api_url = api_url
        self._clock = clock
        self._team = OneTeam(web_client(session, token=bot_token, api_url=api_url))
        self.platform = SlackPlatform(self._team, clock=clock, reads_a_minute=READS_A_MINUTE)

    def socket(self, uses: Uses, *, app_token: str) -> SlackSocket:
        """Socket Mode for these use cases."""
        return SlackSocket(self._listener(uses), team=self._team, app_token=app_token)

    def web(self, uses: Uses, *, signing_secret: str) -> SlackWeb:
        """HTTP for these use cases."""
        return SlackWeb(
            self._listener(uses),
            team=self._team,
            signing_secret=signing_secret,
            clock=self._clock,
        )

    def _listener(self, uses: Uses) -> SlackListener:
        answers = Answers(self._session, api_url=self._api_url)
        parts = SlackParts(
            conversation=uses.conversation,
            homes=Homes(uses.page),
            enrolling=Enrolling(uses.forms, conversation=uses.conversation, answers=answers),
            reception=Reception(self._team, Profiles(self._clock)),
            answers=answers,
            jots=Jots(uses.jotting),
        )
        return SlackListener(parts)
