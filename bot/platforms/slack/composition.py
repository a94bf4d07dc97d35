"""Slack's parts put together, for one workspace with its own tokens."""

from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.enrolling import Enrolling
from bot.platforms.slack.gate import Gate
from bot.platforms.slack.home import Homes
from bot.platforms.slack.inbound import Reception
from bot.platforms.slack.intake import Intake
from bot.platforms.slack.jots import Jots
from bot.platforms.slack.kept_words import KeptWords
from bot.platforms.slack.listeners import SlackListener, SlackParts
from bot.platforms.slack.one_workspace import ELSEWHERE, OneWorkspace
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.profiles import Profiles
from bot.platforms.slack.reopened import Reopened
from bot.platforms.slack.rooms import RoomParts
from bot.platforms.slack.serving import OpenIntake, Place, SlackSocket, SlackWeb
from bot.platforms.slack.spool import Spool
from bot.platforms.slack.starting import Starting, StartParts
from bot.platforms.slack.teams import OneTeam, Teams, web_client
from bot.ports import Clock, Painter, Store, Tenants
from bot.usecases.dispatch import Dispatch
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.home import HomePage
from bot.usecases.jotting import Jotting
from bot.usecases.reopening import Reopening
from bot.usecases.study import Studies
from bot.usecases.whereabouts import Whereabouts

READS_A_MINUTE = 50
"""Look-ups of an app that a workspace made for itself: tier 3 (docs.slack.dev,
apis/web-api/rate-limits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What listeners need of the use cases."""

    conversation: Dispatch
    studies: Studies
    store: Store
    painter: Painter


class SlackKit:
    """Everything of Slack that one process needs; the platform first, listeners on demand.

    `spool` is the folder for events that come while the database is down.
    `tenants` are told whether its one workspace is there.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        bot_token: str,
        api_url: str | None,
        clock: Clock,
        spool: Path,
        tenants: Tenants,
    ) -> None:
        self._session = session
        self._spool = spool
        self._api_url = api_url
        self._clock = clock
        self._listening: SlackListener | None = None
        self._team = OneTeam(web_client(session, token=bot_token, api_url=api_url))
        self._workspace = OneWorkspace(self._team, tenants=tenants, clock=clock)
        self.platform = SlackPlatform(self._team, clock=clock, reads_a_minute=READS_A_MINUTE)

    def socket(self, uses: Uses, *, app_token: str) -> SlackSocket:
        """Socket Mode for these use cases."""
        return SlackSocket(
            self._listener(uses), place=self._place(), app_token=app_token, intake=self._intake()
        )

    def web(self, uses: Uses, *, signing_secret: str) -> SlackWeb:
        """HTTP for these use cases."""
        return SlackWeb(
            self._listener(uses),
            place=self._place(),
            gate=Gate(signing_secret, self._clock),
            intake=self._intake(),
        )

    async def tidy(self) -> None:
        """What is looked after about once an hour; of channels where this process listens."""
        await self._workspace.check()
        if self._listening is not None:
            await self._listening.look_again()

    def _place(self) -> Place:
        return Place(team=self._team, register=self._workspace.register, elsewhere=ELSEWHERE)

    def _intake(self) -> OpenIntake:
        answers = Answers(self._session, api_url=self._api_url)
        return intake_on(self._spool, teams=self._team, answers=answers, clock=self._clock)

    def _listener(self, uses: Uses) -> SlackListener:
        answers = Answers(self._session, api_url=self._api_url)
        self._listening = listener_on(self._team, uses, answers=answers, clock=self._clock)
        return self._listening


def intake_on(spool: Path, *, teams: Teams, answers: Answers, clock: Clock) -> OpenIntake:
    """What puts the spool in this folder before Bolt's app."""
    return lambda app: Intake(
        app, spool=Spool(spool, clock=clock), answers=answers, kept_words=KeptWords(teams)
    )


def listener_on(teams: Teams, uses: Uses, *, answers: Answers, clock: Clock) -> SlackListener:
    """The listener of these workspaces for these use cases."""
    forms = EnrollForms(uses.studies, uses.conversation)
    reception = Reception(teams, Profiles(clock))
    parts = SlackParts(
        conversation=uses.conversation,
        homes=Homes(HomePage(uses.conversation, uses.store.home)),
        enrolling=Enrolling(forms, conversation=uses.conversation, answers=answers),
        reception=reception,
        answers=answers,
        jots=Jots(Jotting(uses.conversation)),
        starting=Starting(
            StartParts(
                forms=uses.store.forms,
                people=uses.store.people,
                checks=forms,
                whereabouts=Whereabouts(uses.store.people, uses.store.case_weeks),
                reception=reception,
            )
        ),
        pictures=Pictures(uses.painter, clock),
        facts=uses.store.facts,
        rooms=RoomParts(
            rooms=uses.store.rooms,
            feeds=uses.store.feeds,
            forms=uses.store.forms,
            reopened=Reopened(
                uses.store.rooms,
                reopening=Reopening(uses.store.rooms, uses.store.people, uses.studies),
                teams=teams,
                answers=answers,
                clock=clock,
            ),
            clock=clock,
        ),
    )
    return SlackListener(parts)
