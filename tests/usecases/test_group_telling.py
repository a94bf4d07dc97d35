"""How members of a group hear of a new reading: nothing, a role, or a copy in private."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from inline_snapshot import snapshot

from bot.domain.authority import Standing
from bot.domain.conversation import Origin
from bot.domain.delivery import Outcome, Rejected, Unknown
from bot.domain.enrollment import EnrollmentState
from bot.ports import Outgoing
from tests.fakes.plain import plain, wrapped
from tests.fakes.recording import RecordingPlatform, deliver
from tests.fakes.talk import Talk

CHANNEL = Origin(
    platform="recording",
    workspace="team",
    place="#study",
    person="ada",
    is_dm=False,
    person_name="Ada",
    zone="Europe/Paris",
)
SECOND = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""When the second reading comes: 10:00 in Paris."""


def be(talk: Talk, person: str, *, standing: Standing = Standing.MEMBER) -> None:
    talk.origin = replace(CHANNEL, person=person, person_name=person.title(), standing=standing)


async def say(talk: Talk, person: str, text: str) -> str:
    be(talk, person)
    return await talk.say(text)


async def begun(talk: Talk, *members: str) -> None:
    """Ada's group reads its first."""
    await say(talk, "ada", "enroll case studies tue 10:00")
    for each in members:
        await say(talk, each, "join")
    await say(talk, "ada", "start now")
    await talk.send()


def private(talk: Talk) -> list[Outgoing]:
    """New readings that came to somebody alone."""
    return [each for each in talk.platform.messages if each.to.is_dm and each.card.links]


async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
    """Nobody can be written to in private."""
    return Rejected(reason="shut") if message.to.is_dm else platform.accept(message)


async def silent(platform: RecordingPlatform, message: Outgoing) -> Outcome:
    """Nobody can tell whether anything arrives in private."""
    return Unknown(cause="timeout") if message.to.is_dm else platform.accept(message)


async def test_who_joins_is_asked_and_a_role_is_offered_only_where_one_was_chosen(
    small: Talk,
) -> None:
    await say(small, "ada", "enroll case studies tue 10:00")
    asked = await say(small, "bob", "join")
    assert "Tell me by" in asked
    assert "[Nothing]" in asked
    assert "[DM]" in asked
    assert "[Role ping]" not in asked
    assert "No role is chosen here" in await say(small, "bob", "group tell role")


async def test_everything_that_is_posted_stands_in_one_list(small: Talk) -> None:
    await say(small, "ada", "enroll case studies tue 10:00")
    card = (await small.reply("group posts")).card
    assert card is not None
    assert wrapped(card) == snapshot("""\
(info)
«Case studies»
# What I post here
In this channel, and nothing else:
- This invitation, once; its count changes in place.
- Each reading on its day, Tuesdays at 10:00 (Europe/Paris time): one message a reading.
- In the thread of a reading: its two questions, who opens the discussion, the lines that
    people choose to write, and the answer to what you guessed.
- What somebody who decides has changed for all of you, in a line or two.
- At most one message a week besides: what is read, and when you talk about it.
- One card at the end of the plan.
-- Never: private messages you did not ask for, or who has not read. Answers to what you
    press are shown to you alone.\
""")


async def test_a_private_message_is_tried_at_once_and_what_is_shut_changes_nothing(
    small: Talk,
) -> None:
    await begun(small, "bob")
    small.platform.on_send = shut
    told = await say(small, "bob", "group tell privately")
    assert "Your direct messages are closed to me. Knock." in told
    small.platform.on_send = silent
    assert "did not work just now" in await say(small, "bob", "group tell dm")
    small.platform.on_send = deliver
    await small.wait_until(SECOND)
    assert private(small) == []
    assert "How may I tell you" in await say(small, "bob", "group tell loudly")
    assert "not in this group" in await say(small, "eve", "group tell privately")
    assert [each for each in small.platform.messages if each.to.is_dm] == []


async def test_a_new_reading_comes_in_private_to_who_asked_for_it_and_can_be_done_there(
    talk: Talk,
) -> None:
    await begun(talk, "bob", "cleo")
    assert "comes to you in private as well" in await say(talk, "bob", "group tell privately")
    assert "I can write to you here" in plain(talk.platform.messages[-1].card)
    await talk.wait_until(SECOND)
    await talk.send()
    (copy,) = private(talk)
    assert copy.to.place == "bob"
    assert [each.label for each in copy.card.buttons] == ["Done", "Later", "Link broken?"]
    talk.origin = replace(CHANNEL, person="bob", place="bob", is_dm=True)
    reply = await talk.press("Done", copy)
    assert reply.card is not None
    assert "1 of 3 has read it" in plain(reply.card)
    again = await talk.press("Later", copy)
    assert again.card is not None
    assert "in our direct message" in plain(again.card)


async def test_a_copy_keeps_quiet_hours_and_who_says_no_or_leaves_gets_none(talk: Talk) -> None:
    await begun(talk, "bob", "cleo", "dan")
    for each in ("bob", "cleo", "dan"):
        await say(talk, each, "group tell privately")
        await say(talk, each, "quiet 8:00-12:00")
    await talk.wait_until(SECOND)
    assert private(talk) == []
    await say(talk, "cleo", "group tell nothing")
    await say(talk, "dan", "leave group")
    talk.clock.advance(timedelta(hours=3))
    await talk.send()
    assert [each.to.place for each in private(talk)] == ["bob"]


async def test_a_member_whose_direct_messages_are_shut_stops_no_group(talk: Talk) -> None:
    await begun(talk, "bob")
    await say(talk, "bob", "group tell privately")
    talk.platform.on_send = shut
    await talk.wait_until(SECOND)
    await talk.send()
    be(talk, "ada")
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE
    assert private(talk) == []


@pytest.mark.parametrize("wants", [True, False])
async def test_a_role_is_called_with_new_readings_only_where_a_member_wants_it(
    talk: Talk, *, wants: bool
) -> None:
    await begun(talk, "bob")
    be(talk, "boss", standing=Standing.ADMIN)
    await talk.say("settings workspace role <@&77>")
    asked = await say(talk, "cleo", "join")
    assert "[Role ping]" in asked
    assert "calls the role that was chosen here" in await say(talk, "cleo", "group posts")
    if wants:
        assert "calls the role" in await say(talk, "bob", "group tell role")
    await talk.wait_until(SECOND)
    await talk.send()
    called = {each.calls for each in talk.platform.messages}
    assert called == ({"", "77"} if wants else {""})
    if wants:
        (message,) = [each for each in talk.platform.messages if each.calls]
        assert message.card.links
        assert not message.to.is_dm


async def test_what_a_member_puts_off_while_the_group_is_paused_comes(small: Talk) -> None:
    await begun(small, "bob")
    await say(small, "ada", "pause")
    assert "in our direct message" in await say(small, "bob", "later")
    await small.wait_until(SECOND)
    assert [each.to.place for each in private(small)] == ["dm-bob"]


async def test_a_copy_that_waits_comes_after_its_group_has_finished(talk: Talk) -> None:
    await begun(talk, "bob", "cleo")
    first = next(each for each in talk.platform.messages if each.card.links)
    await say(talk, "bob", "group tell privately")
    await say(talk, "bob", "quiet 8:00-12:00")
    await say(talk, "ada", f"go to {(await talk.view()).enrollment.next_ids[-1]}")
    last = await talk.wait_until(SECOND)
    for each in ("ada", "cleo"):
        be(talk, each)
        for message in (first, last):
            await talk.press("Done", message)
    assert (await talk.view()).enrollment.state is EnrollmentState.FINISHED
    talk.clock.advance(timedelta(hours=3))
    await talk.send()
    assert [each.to.place for each in private(talk)] == ["bob"]
