"""The real process with a local Slack over Socket Mode: from the form to kill -9 and back."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.platforms.slack.presses import key_of
from bot.usecases import failpoints
from tests.fakes.process import Bot, ProcessDied, said_by
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import FakeSlack, Fault, running
from tests.fakes.slack_state import User


@dataclass
class Office:
    """A local Slack with Ada in it, and the folder in which the bot runs."""

    server: FakeSlack
    ada: Person
    folder: Path

    async def bot(self, *, failpoint: str = "", **settings: str) -> Bot:
        team = self.ada.team
        tokens = {"SLACK_BOT_TOKEN": team.bot_token, "SLACK_APP_TOKEN": team.app_token}
        tokens |= {"SLACK_API_URL": self.server.api_url}
        bot = Bot(self.folder, failpoint=failpoint, settings=tokens | settings)
        await bot.start()
        return bot

    def make_due(self) -> None:
        """The next date is now."""
        now = int(SystemClock().real().timestamp() * 1_000_000)
        with closing(sqlite3.connect(self.folder / "data" / "study.sqlite3")) as database:
            database.execute("UPDATE schedules SET due_at = ? WHERE due_at IS NOT NULL", (now,))
            database.commit()

    def states(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "data" / "study.sqlite3")) as database:
            return [row[0] for row in database.execute("SELECT state FROM deliveries ORDER BY id")]

    def readings(self) -> list[str | None]:
        """The keys of the readings that stand in Ada's direct message."""
        keys = [key_of(each) for each in self.ada.direct.messages if each.get("bot_id")]
        return [key for key in keys if key]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with running() as server:
        team = server.state.workspace()
        user = User(id="UADA", name="ada", home=team.id)
        team.users[user.id] = user
        yield Office(
            server=server, ada=Person(server=server, team=team, user=user), folder=tmp_path
        )


async def test_enroll_by_form_deliver_at_the_slot_done_and_progress(office: Office) -> None:
    bot, ada = await office.bot(), office.ada
    assert "in the workspace Acme" in bot.said
    assert office.server.api_url in bot.said, "another address than Slack's is told"
    assert ada.team.bot_token not in bot.said
    await ada.types("enroll")
    assert await ada.sends(ada.window, plan="case-studies", when="daily 9:00") == {}
    first = await ada.message("Welcome to")
    office.make_due()
    second = await ada.message("Reading 2 of")
    await ada.presses("Done", first)
    await ada.message("Done on")
    await ada.says("progress")
    answer = await ada.message("Done: 1 of")
    assert "With you now" in shown(answer)
    assert key_of(first) != key_of(second)
    assert await bot.stop() == 0
    assert office.states() == ["sent", "sent"]


async def test_what_was_in_flight_when_the_process_died_is_looked_up_and_not_sent_again(
    office: Office,
) -> None:
    await _die_with_a_reading_in_flight(office)
    limited = Fault(error="ratelimited", status=429, retry_after="60")
    office.server.fail("conversations.history", limited)
    assert await (await office.bot()).stop() == 0
    assert office.states() == ["sending"], "a look-up that is refused for now decides nothing"
    bot = await office.bot()
    await office.ada.says("progress")
    await office.ada.message("Done: 0 of")
    assert await bot.stop() == 0
    assert office.states() == ["sent"]
    assert len(office.readings()) == 1


async def test_where_no_history_can_be_read_it_stays_uncertain_and_is_not_sent_again(
    office: Office,
) -> None:
    office.ada.team.scopes -= {"im:history"}
    await _die_with_a_reading_in_flight(office)
    bot = await office.bot()
    await office.ada.says("progress")
    await office.ada.message("Done: 0 of")
    assert await bot.stop() == 0
    assert office.states() == ["uncertain"]
    assert len(office.readings()) == 1
    listed = await said_by(office.folder, "deliveries", "list", "--state", "uncertain")
    assert str(office.readings()[0]) in listed
    assert "missing_scope" in listed


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-nobody"}, "SLACK_BOT_TOKEN: Slack answers invalid_auth"),
        ({"SLACK_APP_TOKEN": "xapp-nobody"}, "SLACK_APP_TOKEN: Slack answers invalid_auth"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN: needed beside SLACK_BOT_TOKEN"),
    ],
)
async def test_a_token_that_slack_refuses_stops_the_start_with_its_name(
    office: Office, settings: dict[str, str], said: str
) -> None:
    team = office.ada.team
    tokens = {"SLACK_BOT_TOKEN": team.bot_token, "SLACK_APP_TOKEN": team.app_token}
    tokens |= {"SLACK_API_URL": office.server.api_url}
    bot = Bot(office.folder, settings=tokens | settings)
    with pytest.raises(ProcessDied):
        await bot.start()
    assert await bot.gone() == 2
    assert said in bot.complaint


async def _die_with_a_reading_in_flight(office: Office) -> None:
    """Slack has the reading; the process is killed before it could write that down."""
    bot = await office.bot(failpoint=f"{failpoints.SENT}:1")
    said = asyncio.ensure_future(office.ada.says("enroll case studies daily 9:00"))
    assert await bot.gone() == -signal.SIGKILL
    said.cancel()
    assert len(office.readings()) == 1
    assert office.states() == ["sending"]
