"""Files that cannot be handed out, and pictures that cannot be uploaded: nobody is left waiting."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.domain.card import Card, words
from bot.domain.cards.path_picture import path_picture
from bot.domain.conversation import Attachment, Origin
from bot.pictures.painter import PillowPainter
from bot.platforms.slack.files import hand_out
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.teams import Team, open_session, web_client
from tests.fakes.clock import FakeClock
from tests.fakes.paths import Shape, mapped
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import FakeSlack, Fault, running
from tests.fakes.slack_state import User, Workspace

FILES = (Attachment(name="everything.json", content=b"{}", media_type="application/json"),)


@dataclass
class Desk:
    """A local Slack with Ada in it, and what we are there."""

    server: FakeSlack
    workspace: Workspace
    team: Team

    @property
    def told(self) -> str:
        return " ".join(shown(each) for each in self.workspace.direct("U1").messages)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with running(FakeClock().real) as server, open_session() as session:
        workspace = server.state.workspace("T0001")
        workspace.users["U1"] = User(id="U1", name="ada", home="T0001")
        team = Team(
            id="T0001",
            name="Acme",
            user_id=workspace.bot_user.id,
            bot_id=workspace.bot_id,
            handle="studybot",
            client=web_client(session, token=workspace.bot_token, api_url=server.api_url),
        )
        yield Desk(server, workspace, team)


@pytest.mark.parametrize("permission", ["im:write", "files:write"])
async def test_the_permission_that_is_missing_is_named(desk: Desk, permission: str) -> None:
    desk.workspace.scopes -= {permission}
    await hand_out(desk.team, "U1", files=FILES)
    assert f"the permission is {permission}." in desk.told


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("conversations.open", Fault(status=503)),
        ("upload", Fault(status=500)),
        ("files.completeUploadExternal", Fault(drop=True)),
    ],
)
async def test_a_file_that_slack_does_not_take_is_told_of(
    desk: Desk, method: str, fault: Fault
) -> None:
    desk.server.fail(method, fault)
    await hand_out(desk.team, "U1", files=FILES)
    assert "ask for it again" in desk.told


async def test_where_the_bytes_of_a_picture_are_refused_the_words_can_stand(desk: Desk) -> None:
    desk.server.fail("upload", Fault(status=500))
    origin = Origin(platform="slack", workspace="T0001", place="U1", person="U1")
    card = Card(title=words("Your path"), picture=path_picture(mapped(Shape())))
    pictures = Pictures(PillowPainter(), FakeClock())
    caller = Caller(team=desk.team, user="U1", origin=origin)
    assert not await pictures.sent(caller, card)
    assert await pictures.sent(caller, card)
