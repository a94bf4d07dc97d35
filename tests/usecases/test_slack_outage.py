"""The database is down: Slack's events wait on disk, people are told, nothing is done twice."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from sqlalchemy import make_url, text

from bot.platforms.slack.busy import NotNow
from bot.platforms.slack.intake import Intake
from tests.fakes.postgres import Server
from tests.fakes.slack_bot import SlackBot, connected
from tests.fakes.slack_http import asked
from tests.fakes.slack_many import ManyBot, many_process
from tests.fakes.slack_person import Person
from tests.fakes.slack_server import FakeSlack, running
from tests.fakes.slack_state import Json
from tests.fakes.talk import Talk, talk_on

OUTAGE = timedelta(minutes=70)
EVERY = timedelta(minutes=2)
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""When Slack sends an event again that got no 200."""


@dataclass
class Office:
    """A workspace whose bot listens over HTTP; Slack sends events and counts the answers."""

    server: FakeSlack
    talk: Talk
    spool: Path
    answers: list[int] = field(default_factory=list)
    again: list[tuple[Any, Json, int]] = field(default_factory=list)

    @asynccontextmanager
    async def distributed(self, ada: Person | None = None) -> AsyncIterator[ManyBot]:
        """The same for many workspaces; Slack calls it where `ada` is."""
        async with many_process(self.server, self.talk, spool=self.spool) as bot:
            if ada is not None:
                ada.team.request_url = f"http://{bot.address}/slack/events"
            yield bot

    @asynccontextmanager
    async def process(self) -> AsyncIterator[SlackBot]:
        """The bot's program, from its start to its end."""
        async with connected(self.server, self.talk, team_id="T0001", http=self.spool) as bot:
            yield bot

    async def send(self, ada: Person, body: Json, *, tried: int = 0) -> int:
        """As Slack does: what gets no 200 comes again."""
        status, _ = await asked(
            self.server.state, ada.team, kind="events_api", payload=body, retry=tried
        )
        self.answers.append(status)
        if status != 200 and tried < len(RETRIES):
            self.again.append((self.talk.clock.real() + RETRIES[tried], body, tried + 1))
        return status

    async def steadily(self, ada: Person, bodies: list[Json]) -> None:
        """One event after the other at a steady rate, and those that come again."""
        for body in bodies:
            await self.send(ada, body)
            self.talk.clock.advance(EVERY)
            now = self.talk.clock.real()
            due = [each for each in self.again if each[0] <= now]
            self.again = [each for each in self.again if each[0] > now]
            for _, late, tried in due:
                await self.send(ada, late, tried=tried)

    async def column(self, query: str) -> list[Any]:
        database = self.talk.store.database
        return list(await database.read(lambda c: c.execute(text(query)).scalars().all()))

    def waiting(self) -> list[Path]:
        return sorted(self.spool.rglob("*.json"))


@asynccontextmanager
async def office_on(url: str, folder: Path) -> AsyncIterator[Office]:
    async with talk_on(url) as talk, running(talk.clock.real) as server:
        yield Office(server=server, talk=talk, spool=folder / "spool")


@contextmanager
def down(server: Server, url: str) -> Iterator[None]:
    """The database lets nobody in."""
    database = make_url(url).database or ""
    server.shut(database)
    try:
        yield
    finally:
        server.open(database)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """The database does not answer a write."""
    with closing(sqlite3.connect(make_url(url).database or "")) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()


def intake(bot: SlackBot | ManyBot) -> Intake:
    assert bot.web is not None
    return bot.web._intake


async def begun(bot: SlackBot) -> Json:
    """Ada is on a plan and has the first reading."""
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    return await bot.ada.message("Welcome to")


async def test_in_70_minutes_without_a_database_every_event_is_acknowledged_and_none_is_lost(
    postgres_url: str, postgres_server: Server, tmp_path: Path
) -> None:
    said = [f"n{number}" for number in range(OUTAGE // EVERY)]
    half = len(said) // 2
    async with office_on(postgres_url, tmp_path) as office:
        async with office.distributed() as bot:
            ada = bot.team()
            await bot.installs(ada)
            await ada.types("enroll case studies tue 9:00")
            await bot.deliver()
            with down(postgres_server, postgres_url):
                notes = [ada.told(ada.said(f"note {words}")) for words in said]
                await office.steadily(ada, notes[:half])
        with down(postgres_server, postgres_url):
            async with office.distributed(ada) as bot:
                await office.steadily(ada, notes[half:])
                at = int(office.talk.clock.real().timestamp())
                await office.send(ada, ada.told({"type": "app_uninstalled"}, at=at))
                assert await intake(bot).replay() == 0
                assert len(office.waiting()) == len(said) + 1
        async with office.distributed(ada) as bot:
            assert await intake(bot).replay() == len(said) + 1
            assert await office.send(ada, notes[0], tried=1) == 200
        assert await office.column("SELECT body FROM notes ORDER BY number") == said
        assert await office.column("SELECT state FROM workspaces") == ["suspended"]
        assert await office.column("SELECT bot_id FROM slack_installations") == []
        assert office.waiting() == []
    assert set(office.answers) == {200}


async def test_commands_presses_and_forms_are_answered_kindly_and_change_nothing(
    postgres_url: str, postgres_server: Server, tmp_path: Path
) -> None:
    async with office_on(postgres_url, tmp_path) as office, office.process() as bot:
        reading, ada = await begun(bot), bot.ada
        await ada.types("enroll")
        rows = "SELECT state FROM deliveries UNION ALL SELECT event_id FROM inbound_events"
        before = await office.column(rows)
        with down(postgres_server, postgres_url):
            told = str(await ada.types("done"))
            assert "try again in a minute" in told
            await ada.presses("Done", reading)
            assert await ada.message("That did not work just now")
            wrong = await ada.sends(ada.window, plan="core")
            assert wrong == {"plan": NotNow.default()}
            assert office.waiting() == []
        assert await office.column(rows) == before
        await ada.presses("Done", reading, at="1795429999.000100")
        assert await ada.message("Done on")
        assert await ada.sends(ada.window, plan="core") == {}


async def test_an_event_that_takes_too_long_is_kept_and_done_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with office_on(sqlite_url, tmp_path) as office, office.process() as bot:
        await begun(bot)
        intake(bot)._event_within_s = 0.1
        with locked(sqlite_url):
            for words in ("one", "two"):
                await bot.ada.says(f"note {words}", event_id=f"Ev{words}")
            assert [each.stem[21:] for each in office.waiting()] == ["Evone", "Evtwo"]
            await bot.ada.says("note one", event_id="Evone", retry=1)
            assert len(office.waiting()) == 2
        await intake(bot).replay()
        assert await office.column("SELECT body FROM notes ORDER BY number") == ["one", "two"]
        assert office.waiting() == []


async def test_what_the_spool_does_not_take_slack_sends_again(
    postgres_url: str, postgres_server: Server, tmp_path: Path
) -> None:
    async with office_on(postgres_url, tmp_path) as office, office.process() as bot:
        ada = bot.ada
        intake(bot)._spool._most_events = 1
        with down(postgres_server, postgres_url):
            bodies = [ada.told(ada.said("help")) for _ in range(2)]
            assert [await office.send(ada, body) for body in bodies] == [200, 503]
        assert await intake(bot).replay() == 1
        assert await office.send(ada, bodies[1], tried=1) == 200


async def test_a_copy_that_reaches_another_process_has_no_second_effect(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with office_on(sqlite_url, tmp_path) as office:
        async with office.process() as bot:
            reading = await begun(bot)
            copied = dict(reading)
            note = bot.ada.told(bot.ada.said("note once"))
            assert await office.send(bot.ada, note) == 200
            await bot.ada.presses("Done", reading, at="1795420900.000100")
            calls = "SELECT event_id FROM inbound_events ORDER BY event_id"
            before = await office.column(calls)
        async with office.process() as bot:
            assert await office.send(bot.ada, note) == 200
            await bot.ada.presses("Done", copied, at="1795420900.000100")
        assert await office.column("SELECT body FROM notes") == ["once"]
        assert await office.column(calls) == before


async def test_events_that_nobody_waits_for_are_no_failures(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with office_on(sqlite_url, tmp_path) as office, office.process() as bot:
        ada = bot.ada
        assert await office.send(ada, ada.told({"type": "tokens_revoked_of_late"})) == 200
        limited = {"type": "app_rate_limited", "team_id": ada.team.id, "minute_rate_limited": 1}
        assert await office.send(ada, limited) == 200


async def test_a_mistake_of_ours_does_not_fill_the_spool(sqlite_url: str, tmp_path: Path) -> None:
    async with office_on(sqlite_url, tmp_path) as office, office.process() as bot:

        async def wrong(args: AsyncArgs) -> None:
            raise ValueError(args.body["event_id"])

        intake(bot)._app.event("team_rename")(wrong)
        assert await office.send(bot.ada, bot.ada.told({"type": "team_rename"})) == 500
        assert office.waiting() == []


async def test_an_envelope_of_socket_mode_is_kept_and_acknowledged_too(
    postgres_url: str, postgres_server: Server
) -> None:
    async with (
        talk_on(postgres_url) as talk,
        running(talk.clock.real) as server,
        connected(server, talk, team_id="T0001") as bot,
    ):
        await begun(bot)
        with down(postgres_server, postgres_url):
            await bot.ada.says("note kept", event_id="Ev1")
            await bot.ada.says("note kept", event_id="Ev1", retry=1)
        await bot.ada.message("Kept")
        await bot.ada.says("note kept", event_id="Ev1", retry=2)
        rows = text("SELECT body FROM notes")
        kept = await talk.store.database.read(lambda c: c.execute(rows).scalars().all())
        assert kept == ["kept"]
