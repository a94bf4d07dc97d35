"""Pictures in Slack: real listeners, SDK and painter, a local Slack that takes uploads."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.domain.card import Card, words
from bot.domain.cards.path_picture import path_picture
from bot.domain.conversation import Origin
from bot.pictures.painter import PillowPainter
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.teams import Team, open_session, web_client
from tests.fakes.clock import FakeClock
from tests.fakes.paths import Shape, mapped
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import FakeSlack, Fault, running
from tests.fakes.slack_state import Channel, Json, User


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def begun(bot: SlackBot) -> None:
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    await bot.ada.message("Welcome to")


def images(thing: Json) -> list[Json]:
    return [each for each in thing["blocks"] if each["type"] == "image"]


async def pictured(bot: SlackBot, place: Channel | None = None) -> Json:
    """The newest answer with a picture."""
    place = place or bot.ada.direct

    def found() -> list[Json]:
        return [
            each
            for each in (*place.messages, *place.ephemeral)
            if "blocks" in each and images(each)
        ]

    await bot.server.state.until(lambda: bool(found()))
    return found()[-1]


async def test_a_picture_is_a_file_of_the_workspace_uploaded_once(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.says("progress picture")
    message = await pictured(bot)
    (image,) = images(message)
    assert bot.server.state.files[image["slack_file"]["id"]].startswith(b"\x89PNG")
    assert "0 of 4" in image["alt_text"]
    assert message["text"]
    before = len(bot.ada.direct.messages)
    await bot.ada.types("progress picture")
    await bot.server.state.until(lambda: len(bot.ada.direct.messages) > before)
    assert len(bot.team.files) == 1


async def test_a_file_that_is_not_ready_yet_is_tried_again(bot: SlackBot) -> None:
    await begun(bot)
    bot.server.state.slow_files = 1
    await bot.ada.says("progress picture")
    assert await pictured(bot)


async def test_without_the_permission_the_words_stand_instead(bot: SlackBot) -> None:
    await begun(bot)
    bot.team.scopes -= {"files:write"}
    await bot.ada.says("progress picture")
    assert "0 of 4" in shown(await bot.ada.message("Now reading number 1"))
    answer = await bot.ada.types("progress picture")
    assert "Now reading number 1" in shown(answer)
    asked = [method for method, _ in bot.server.state.calls if method.startswith("files.")]
    assert len(asked) == 1
    bot.team.scopes |= {"files:write"}
    bot.clock.advance(timedelta(hours=1))
    await bot.ada.says("progress picture")
    assert await pictured(bot)


@pytest.mark.parametrize("fault", [Fault(error="file_uploads_disabled"), Fault(drop=True)])
async def test_an_upload_that_fails_is_answered_in_words(bot: SlackBot, fault: Fault) -> None:
    await begun(bot)
    bot.server.fail("files.getUploadURLExternal", fault)
    await bot.ada.types("progress picture")
    assert await bot.ada.message("Now reading number 1")


async def test_in_a_channel_the_picture_is_for_the_one_who_asked(bot: SlackBot) -> None:
    place = Channel(id="C1", name="reading", members={bot.ada.user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll case studies tue 9:00", place)
    await bot.ada.types("progress picture", place)
    assert (await pictured(bot, place))["to"] == bot.ada.user.id


async def test_in_home_the_picture_comes_into_the_window(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.opens_home()
    await bot.ada.presses_in("Show it as a picture", bot.ada.home)
    await bot.server.state.until(lambda: bool(bot.team.modals) and bool(images(bot.ada.window)))


async def test_each_workspace_has_files_of_its_own() -> None:
    clock = FakeClock()
    async with running(clock.real) as server, open_session() as session:
        pictures = Pictures(PillowPainter(), clock)
        for number in (1, 2):
            caller = somebody(server, session, f"T000{number}")
            assert await pictures.sent(caller, CARD)
            assert await pictures.sent(caller, CARD)
        assert [len(each.files) for each in server.state.workspaces.values()] == [1, 1]


def somebody(server: FakeSlack, session: aiohttp.ClientSession, team_id: str) -> Caller:
    """Ada in a workspace, and what we are there."""
    team = server.state.workspace(team_id)
    team.users["U1"] = User(id="U1", name="ada", home=team_id)
    return Caller(
        team=Team(
            id=team_id,
            name=team.name,
            user_id=team.bot_user.id,
            bot_id=team.bot_id,
            handle="studybot",
            client=web_client(session, token=team.bot_token, api_url=server.api_url),
        ),
        user="U1",
        origin=Origin(platform="slack", workspace=team_id, place="U1", person="U1"),
    )


CARD = Card(title=words("Path"), picture=path_picture(mapped(Shape())))
