"""Sending to Slack and looking up, beyond what every platform promises: real SDK, local Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.card import Card, words
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.ids import DeliveryId
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.teams import OneTeam, open_session, web_client
from bot.ports import Outgoing
from tests.fakes.clock import FakeClock
from tests.fakes.slack_methods import posted
from tests.fakes.slack_server import FakeSlack, Fault, running
from tests.fakes.slack_state import Channel, User, Workspace

KEY = delivery_key(DeliveryId(1), 2**39)
CARD = Card(title=words("Reading"))


@dataclass
class Desk:
    server: FakeSlack
    team: Workspace
    clock: FakeClock
    platform: SlackPlatform
    direct: Destination

    def outgoing(self, to: Destination | None = None) -> Outgoing:
        return Outgoing(to=to or self.direct, card=CARD, key=KEY)

    def channel(self, *, joined: bool = True, private: bool = False) -> Destination:
        members = {self.team.bot_user.id} if joined else set()
        made = Channel(id="C1", name="reading", is_private=private, members=members)
        self.team.channels[made.id] = made
        return replace(self.direct, place="C1", is_dm=False)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = FakeClock()
    async with running(clock.real) as server, open_session() as session:
        team = server.state.workspace()
        team.users["U1"] = User(id="U1", name="ada", home=team.id)
        client = web_client(session, token=team.bot_token, api_url=server.api_url)
        yield Desk(
            server=server,
            team=team,
            clock=clock,
            platform=SlackPlatform(OneTeam(client), clock=clock, reads_a_minute=1),
            direct=Destination(platform="slack", workspace=team.id, place="U1", is_dm=True),
        )


async def test_an_answer_that_is_lost_is_not_asked_for_again_but_looked_up(desk: Desk) -> None:
    desk.server.fail("chat.postMessage", Fault(drop=True, carried_out=True))
    assert isinstance(await desk.platform.send(desk.outgoing()), Unknown)
    assert [method for method, _ in desk.server.state.calls].count("chat.postMessage") == 1
    since = desk.clock.real() - timedelta(minutes=1)
    found = await desk.platform.find(KEY, desk.direct, since=since)
    assert found == Found(receipt=desk.team.direct("U1").messages[0]["ts"])


async def test_an_error_that_no_page_lists_may_have_arrived_and_is_told_to_the_log(
    desk: Desk,
) -> None:
    desk.server.fail("chat.postMessage", Fault(error="brand_new"), Fault(error="is_archived"))
    with capture_logs() as logged:
        assert await desk.platform.send(desk.outgoing()) == Unknown(
            cause="unlisted error brand_new"
        )
        await desk.platform.send(desk.outgoing())
    assert [each["error"] for each in logged] == ["brand_new"]


async def test_what_somebody_else_copied_is_not_ours(desk: Desk) -> None:
    await desk.platform.send(desk.outgoing())
    message = desk.team.direct("U1").messages[0]
    message |= {"bot_id": "B9", "user": "U9"}
    since = desk.clock.real() - timedelta(minutes=1)
    assert await desk.platform.find(KEY, desk.direct, since=since) == Absent()


async def test_a_message_that_was_edited_is_found_by_the_key_in_its_blocks(desk: Desk) -> None:
    await desk.platform.send(desk.outgoing())
    desk.team.direct("U1").messages[0].pop("metadata")
    since = desk.clock.real() - timedelta(minutes=1)
    assert isinstance(await desk.platform.find(KEY, desk.direct, since=since), Found)


async def test_look_ups_are_rationed(desk: Desk) -> None:
    since = desk.clock.real()
    assert await desk.platform.find(KEY, desk.direct, since=since) == Absent()
    desk.clock.advance(timedelta(seconds=20))
    rationed = await desk.platform.find(KEY, desk.direct, since=since)
    assert isinstance(rationed, Unreadable)
    assert rationed.retry_in == timedelta(seconds=40)
    desk.clock.advance(timedelta(seconds=40))
    assert await desk.platform.find(KEY, desk.direct, since=since) == Absent()


async def test_where_the_history_may_not_be_read_it_never_will_tell(desk: Desk) -> None:
    to = desk.channel()
    desk.team.scopes -= {"channels:history"}
    lookup = await desk.platform.find(KEY, to, since=desk.clock.real())
    assert lookup == Unreadable(reason="missing_scope", retry_in=None)


async def test_a_busy_channel_is_not_taken_for_one_without_the_message(desk: Desk) -> None:
    to = desk.channel()
    await desk.platform.send(desk.outgoing(to))
    for _ in range(20):
        posted(desk.server.state, desk.team, channel=desk.team.channels["C1"], args={"text": "hi"})
    since = desk.clock.real() - timedelta(minutes=1)
    assert isinstance(await desk.platform.find(KEY, to, since=since), Unreadable)


async def test_a_limit_says_when_to_come_back(desk: Desk) -> None:
    desk.server.fail("chat.postMessage", Fault(error="ratelimited", status=429, retry_after="17"))
    outcome = await desk.platform.send(desk.outgoing())
    assert outcome == Throttled(retry_in=timedelta(seconds=17))


async def test_a_server_that_is_down_was_not_sent_to(desk: Desk) -> None:
    await desk.platform.send(desk.outgoing())
    await desk.server.stop()
    assert isinstance(await desk.platform.send(desk.outgoing()), Throttled | Unknown)
    assert isinstance(await desk.platform.send(desk.outgoing()), Throttled)


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        (lambda desk: desk.team.channels["C1"].members.clear(), "not_in_channel"),
        (lambda desk: setattr(desk.team.channels["C1"], "archived", True), "is_archived"),
        (lambda desk: desk.team.channels.clear(), "channel_not_found"),
    ],
)
async def test_a_place_that_is_shut_is_rejected_with_its_reason(  # type: ignore[no-untyped-def]
    desk: Desk,
    break_it,  # noqa: ANN001 - a lambda of the table above
    reason: str,
) -> None:
    to = desk.channel()
    break_it(desk)
    assert await desk.platform.send(desk.outgoing(to)) == Rejected(reason=reason)


async def test_a_token_that_was_taken_back_shuts_the_workspace(desk: Desk) -> None:
    await desk.platform.send(desk.outgoing())
    desk.team.tokens.clear()
    outcome = await desk.platform.send(desk.outgoing())
    assert outcome == Throttled(retry_in=timedelta(hours=1), reason="invalid_auth")


async def test_another_workspace_is_not_sent_to(desk: Desk) -> None:
    to = replace(desk.direct, workspace="T9999")
    outcome = await desk.platform.send(desk.outgoing(to))
    assert outcome == Rejected(reason="not installed", scope=Scope.WORKSPACE)
    assert isinstance(await desk.platform.find(KEY, to, since=desk.clock.real()), Unreadable)


async def test_before_we_know_who_we_are_nothing_is_in_doubt(desk: Desk) -> None:
    desk.server.fail("auth.test", Fault(status=503), Fault(drop=True))
    assert isinstance(await desk.platform.send(desk.outgoing()), Throttled)
    assert isinstance(await desk.platform.send(desk.outgoing()), Throttled)
    assert isinstance(await desk.platform.send(desk.outgoing()), Sent)
