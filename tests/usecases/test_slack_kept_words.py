"""While nothing can be saved, whoever writes in the direct message hears that it is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url

from bot.platforms.slack.busy import KEPT
from bot.platforms.slack.intake import Intake
from tests.fakes.slack_bot import connected
from tests.fakes.slack_many import many_process
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import running
from tests.fakes.talk import talk_on

ENROLL = "enroll case studies tue 9:00"


@contextmanager
def outage(url: str, intake: Intake, *, after_s: float = 0.0) -> Iterator[None]:
    """The database does not answer a write."""
    intake._event_within_s, intake._kept_words._after_s = 0.05, after_s
    with closing(sqlite3.connect(make_url(url).database or "")) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()


def answers(person: Person) -> int:
    """What was written in an outage may be saved at its end by the try that was given up."""
    words = ("You are on", "0 of 4", "Paused", "That was saved already")
    return sum(any(each in shown(seen) for each in words) for seen in person.direct.messages)


def heard(person: Person) -> int:
    return sum(KEPT in shown(each) for each in person.direct.messages)


async def test_each_person_hears_once_in_an_outage(sqlite_url: str, tmp_path: Path) -> None:
    async with (
        talk_on(sqlite_url) as talk,
        running(talk.clock.real) as server,
        connected(server, talk, team_id="T0001", http=tmp_path) as bot,
    ):
        assert bot.web is not None
        intake, ada, bob = bot.web._intake, bot.ada, bot.person("UBOB", "bob")
        await ada.says("help")
        with outage(sqlite_url, intake):
            for words in (ENROLL, "progress"):
                await ada.says(words)
            await bob.says("help")
            await ada.event({"type": "channel_archive", "channel": "C1", "user": "UBOB"})
            for each in (ada, bob):
                await each.message(KEPT)
        await intake.replay()
        await server.state.until(lambda: answers(ada) == 2)
        assert (heard(ada), heard(bob)) == (1, 1)
        with outage(sqlite_url, intake):
            await ada.says("pause")
            await server.state.until(lambda: heard(ada) == 2)
        await intake.replay()
        await server.state.until(lambda: answers(ada) == 3)
        with outage(sqlite_url, intake, after_s=60.0):
            await bob.says(ENROLL)
        await intake.replay()
    assert (heard(ada), heard(bob)) == (2, 1)


async def test_of_many_workspaces_each_hears_by_the_token_in_hand(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with (
        talk_on(sqlite_url) as talk,
        running(talk.clock.real) as server,
        many_process(server, talk, spool=tmp_path) as bot,
    ):
        ada, bob = bot.team(), bot.team("T0002", name="Other")
        for each in (ada, bob):
            await bot.installs(each)
        await ada.says("help")
        talk.clock.advance(timedelta(hours=1))
        with outage(sqlite_url, bot.web._intake):
            for each in (ada, bob):
                await each.says(ENROLL)
            await ada.message(KEPT)
        await bot.web._intake.replay()
        assert heard(bob) == 0, "nobody spoke there since the start"
