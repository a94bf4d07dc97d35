"""A study group on both databases: from the invitation to the discussion, and who may do what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.authority import Standing
from bot.domain.card import Card
from bot.domain.conversation import Origin, Reply
from bot.domain.delivery import Outcome, Rejected
from bot.domain.enrollment import Handled
from bot.domain.ids import ResourceId
from bot.domain.limits import Limit
from bot.ports import Outgoing
from tests.fakes.plain import plain
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
SOON = timedelta(seconds=3)
FIRST = ResourceId("netflix-quality")


def be(talk: Talk, person: str, standing: Standing = Standing.MEMBER) -> None:
    talk.origin = replace(CHANNEL, person=person, person_name=person.title(), standing=standing)


async def say(talk: Talk, person: str, text: str) -> str:
    be(talk, person)
    return await talk.say(text)


async def press(talk: Talk, person: str, label: str, *, on: Outgoing) -> Reply:
    be(talk, person)
    return await talk.press(label, on)


async def shown(reply: Reply) -> str:
    assert reply.card is not None
    return plain(reply.card)


async def settle(talk: Talk) -> None:
    """Plan, send, and wait until what is in threads has followed."""
    await talk.planner.plan_due()
    for _ in range(4):  # the thread, its questions, who opens the discussion
        await talk.drainer.drain()
        talk.clock.advance(SOON)
    await talk.editor.edit()


def sent(talk: Talk, words: str) -> Outgoing:
    return next(each for each in reversed(talk.platform.messages) if words in plain(each.card))


def edited(talk: Talk, words: str) -> Card:
    return next(each.card for each in reversed(talk.platform.edits) if words in plain(each.card))


async def gathered(talk: Talk, *members: str) -> Outgoing:
    """Ada's group with these members; its invitation."""
    await say(talk, "ada", "enroll case studies tue 10:00")
    await settle(talk)
    invitation = sent(talk, "Read «Case studies» together")
    for each in members:
        await press(talk, each, "Join", on=invitation)
    await settle(talk)
    return invitation


async def begun(talk: Talk, *members: str) -> Outgoing:
    """The same with its first reading."""
    await gathered(talk, *members)
    await say(talk, "ada", "start now")
    await settle(talk)
    return sent(talk, "[Done]")


async def test_a_group_gathers_and_its_count_changes_in_place(talk: Talk) -> None:
    invitation = await gathered(talk, "bob", "cleo")
    assert "First reading: Tue 1 Dec, 10:00" in plain(invitation.card)
    assert "In the group: 3 people" in plain(edited(talk, "together"))
    assert len(talk.platform.messages) == 1
    again = await press(talk, "bob", "Join", on=invitation)
    assert "You are in already" in await shown(again)
    assert "gather until the first reading" in await say(talk, "dan", "group")


async def test_the_first_reading_comes_on_the_start_date(talk: Talk) -> None:
    await gathered(talk)
    due = (await talk.view()).next_due_at
    assert due is not None
    talk.clock.advance_to(due - timedelta(minutes=1))
    await settle(talk)
    assert len(talk.platform.messages) == 1
    talk.clock.advance_to(due)
    await settle(talk)
    assert "Reading 1 of 4" in plain(sent(talk, "[Done]").card)
    assert (await talk.view()).handled == {FIRST: Handled.SENT}


@pytest.mark.parametrize(
    ("words", "comes"),
    [
        ("pace weekdays 9am", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("pace thu 18:00", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("settings quiet 09:00-12:00", datetime(2026, 12, 1, 11, tzinfo=UTC)),
        ("timezone Tokyo", datetime(2026, 12, 1, 1, tzinfo=UTC)),
    ],
)
async def test_no_other_setting_moves_the_start_date(
    small: Talk, words: str, comes: datetime
) -> None:
    await gathered(small)
    await say(small, "ada", words)
    assert (await small.view()).next_due_at == comes


@pytest.mark.parametrize("words", ["start now", "starting now, please", "begins NOW."])
async def test_who_says_now_gets_the_first_reading_at_once(small: Talk, words: str) -> None:
    await say(small, "ada", f"enroll case studies tue 10:00 {words}")
    await settle(small)
    invitation, reading = small.platform.messages[:2]
    assert "Read «Case studies» together" in plain(invitation.card)
    assert "Reading 1 of 4" in plain(reading.card)
    assert "has begun already" in await say(small, "ada", "start now")


async def test_a_starter_who_is_away_silences_nobody_else(talk: Talk) -> None:
    await gathered(talk, "bob")
    due = (await talk.view()).next_due_at
    assert due is not None
    told = await say(talk, "ada", "away until 2027-03-01")
    assert "Nothing comes to you alone before that day" in told
    assert "The others read on here" in told
    assert (await talk.view()).next_due_at == due
    talk.clock.advance_to(due)
    await settle(talk)
    assert "Reading 1 of 4" in plain(sent(talk, "[Done]").card)
    assert "«Bob» opens the discussion" in plain(sent(talk, "opens the discussion").card)
    await say(talk, "ada", "enroll mlops core tue 10:00 start 2026-12-14")
    assert all(each.next_due_at.year == 2026 for each in await talk.views() if each.next_due_at)


async def test_a_full_group_takes_nobody_more_and_says_so(talk: Talk) -> None:
    workspace = (CHANNEL.platform, CHANNEL.workspace)
    reading = await begun(talk, "bob")
    await talk.store.limits.set(workspace, Limit.MEMBERS_A_GROUP, value=2)
    assert "This group has 2 members, the most for one group" in await say(talk, "cleo", "join")
    assert "you were not added" in await shown(await press(talk, "cleo", "Done", on=reading))
    assert "In the group: 2 people" in await say(talk, "cleo", "group")
    assert "1 of 2 has read it" in await shown(await press(talk, "bob", "Done", on=reading))
    await say(talk, "bob", "leave group")
    assert "Welcome" in await say(talk, "cleo", "join")


async def test_one_done_does_not_move_the_group_and_half_of_it_does(talk: Talk) -> None:
    reading = await begun(talk, "bob", "cleo")
    told = await shown(await press(talk, "bob", "Done", on=reading))
    assert "1 of 3 has read it" in told
    assert (await talk.view()).handled[FIRST] is Handled.SENT
    told = await shown(await press(talk, "dan", "Done", on=reading))
    assert "You are in the group now" in told
    assert (await talk.view()).handled[FIRST] is Handled.DONE
    await settle(talk)
    assert "Read: 2 of 4 have read it" in plain(edited(talk, "[Done]"))
    again = await shown(await press(talk, "dan", "Done", on=reading))
    assert "read that one already" in again
    assert "2 of 4" in again


async def test_who_is_ahead_of_the_group_takes_no_reading_from_it(small: Talk) -> None:
    await begun(small, "bob", "cleo")
    left = (await small.view()).enrollment.left
    await say(small, "bob", "done 3")
    view = await small.view()
    assert (view.enrollment.left, [*view.handled]) == (left, [FIRST])


async def test_finishers_are_named_only_while_that_names_nobody_else(small: Talk) -> None:
    people = [f"person{number}" for number in range(7)]
    reading = await begun(small, *people)
    for number, named in enumerate((False, False, True, False), 1):
        await press(small, people[number], "Done", on=reading)
        told = await say(small, "ada", "group")
        assert f"{number} of 8" in told
        assert ("«Person1»" in told) is named


async def test_lines_go_into_the_thread_under_the_persons_name(talk: Talk) -> None:
    reading = await begun(talk, "bob")
    answer = (await press(talk, "bob", "Done", on=reading)).card
    assert answer is not None
    share = next(each for each in answer.buttons if each.for_boxes)
    reply = await talk.reply(press=share.press, values={"learned": "Start <b>simple</b>"})
    assert reply.update is not None
    assert "1 line shared" in plain(reply.update)
    await settle(talk)
    line = sent(talk, "learned")
    assert "# «Bob» learned\n«Start <b>simple</b>»" in plain(line.card)
    assert line.to.thread == "2"
    be(talk, "eve")
    refused = await talk.reply(press=share.press, values={"liked": "all"})
    assert "not in this group" in await shown(refused)


async def test_the_lead_stands_in_the_thread_and_is_swapped_on_the_eve(talk: Talk) -> None:
    await gathered(talk, "bob")
    await say(talk, "ada", "group discussion thursday 16:00")
    await say(talk, "ada", "start now")
    await settle(talk)
    asked = sent(talk, "opens the discussion")
    assert "# «Ada» opens the discussion" in plain(asked.card)
    assert asked.to.thread == "2"
    talk.clock.advance(timedelta(hours=12))
    await settle(talk)
    assert not [each for each in talk.platform.edits if "«Bob» opens" in plain(each.card)]
    talk.clock.advance(timedelta(days=2))  # past Wednesday, 16:00
    await settle(talk)
    assert edited(talk, "«Bob» opens the discussion").title


async def test_leads_swap_confirm_and_volunteer(small: Talk) -> None:
    await begun(small, "bob", "cleo")
    asked = sent(small, "«Ada» opens the discussion")
    assert "not yours" in await shown(await press(small, "bob", "Somebody else", on=asked))
    assert "Passed on" in await shown(await press(small, "ada", "Somebody else", on=asked))
    await settle(small)
    assert edited(small, "«Bob» opens the discussion").title
    assert "You open this discussion" in await say(small, "cleo", "volunteer")
    assert "said already" in await say(small, "bob", "group lead")
    assert "not in this group" in await say(small, "eve", "group lead")
    await say(small, "cleo", "leave group")
    await settle(small)
    assert edited(small, "«Ada» opens the discussion").title


async def test_only_leads_change_the_plan_at_the_moment_it_happens(talk: Talk) -> None:
    reading = await begun(talk, "bob")
    for words in ("move on", "one more week", "pause", "next", "group discussion thu 16:00",
                  "group reminders off", "leave yes", "group leads add bob"):  # fmt: skip
        assert "decides on this plan" in await say(talk, "bob", words), words
    assert "decides" in await shown(await press(talk, "bob", "Skip", on=reading))
    assert "«Ada», «Bob»" in await say(talk, "ada", "group leads add @bob")
    refused = await say(talk, "eve", "group leads add bob")
    assert "«Ada», «Bob» decide on this plan" in refused
    assert "«Ada», «Bob» decide on this plan" in await say(talk, "eve", "move on")
    assert "One more week" in await say(talk, "bob", "one more week")
    assert "did you mean" in (await say(talk, "ada", "group leads remove bop")).casefold()
    await say(talk, "ada", "group leads remove bob")
    assert "decides on this plan" in await say(talk, "bob", "move on")
    await say(talk, "ada", "group leads add bob")
    told = await say(talk, "bob", "group leads remove ada")
    assert "They started the plan, so they can still change it." in told
    be(talk, "zed", Standing.ADMIN)
    assert "We move on" in await talk.say("move on")


async def test_one_more_week_counts_once_and_move_on_takes_it_back(talk: Talk) -> None:
    await begun(talk)
    planned = (await talk.view()).next_due_at
    assert planned is not None
    await say(talk, "ada", "one more week")
    assert (await talk.view()).next_due_at == planned + timedelta(days=7)
    assert "already" in await say(talk, "ada", "one more week")
    assert "We move on" in await say(talk, "ada", "move on")
    assert (await talk.view()).next_due_at == planned
    assert "already" in await say(talk, "ada", "move on")


async def test_who_joins_late_catches_up_in_private_and_starts_with_what_is_read(
    talk: Talk,
) -> None:
    await begun(talk, "bob")
    for _ in range(2):
        due = (await talk.view()).next_due_at
        assert due is not None
        talk.clock.advance_to(due)
        await settle(talk)
    be(talk, "eve")
    reply = await talk.reply("join")
    assert not reply.public
    told = await shown(reply)
    assert "you start where the group is" in told
    assert "Read so far" in told
    party = await talk.store.people.party(talk.origin, zone="UTC")
    number = (await talk.view()).enrollment.id
    groups, now = talk.store.groups, talk.clock.now()
    found = await groups.reads(party, number, resources=[FIRST], now=now)
    assert found[FIRST].of == 2
    rounds = await groups.rounds(party, number)
    newest = rounds[-1].resource_id
    found = await groups.reads(party, number, resources=[newest], now=now)
    assert (len(rounds), found[newest].of) == (3, 3)


async def test_what_a_group_left_out_is_not_told_as_read(small: Talk) -> None:
    reading = await begun(small)
    await press(small, "ada", "Skip", on=reading)
    small.clock.advance(timedelta(days=1, hours=1))  # the second reading comes
    await settle(small)
    told = await say(small, "eve", "join")
    assert "you start where the group is" in told
    assert "Read so far" not in told


async def test_who_is_silent_for_weeks_or_away_does_not_count(small: Talk) -> None:
    reading = await begun(small, "bob", "cleo")
    await say(small, "bob", "group away until 2027-03-01")
    small.clock.advance(timedelta(weeks=5))
    assert "1 of 1 has read it" in await shown(await press(small, "ada", "Done", on=reading))


async def test_leaving_is_private_and_ending_it_is_a_leads(small: Talk) -> None:
    await begun(small, "bob")
    be(small, "bob")
    reply = await small.reply("leave")
    assert not reply.public
    assert "You have left the group" in await shown(reply)
    assert "not in this group" in await say(small, "bob", "leave group")
    assert "End it for everybody" in await say(small, "ada", "leave")
    assert "«Case studies» has ended here" in await say(small, "ada", "leave yes")


async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
    """Nobody can be written to in private."""
    return Rejected(reason="shut") if message.to.is_dm else platform.accept(message)


async def test_later_comes_in_private_only_to_who_can_be_written_to(talk: Talk) -> None:
    reading = await begun(talk, "bob")
    talk.platform.on_send = shut
    reply = await press(talk, "bob", "Later", on=reading)
    assert not reply.public
    assert "cannot write to you in private" in await shown(reply)
    assert "Knock. Then press Later again" in await shown(reply)
    talk.platform.on_send = deliver
    be(talk, "bob")
    talk.origin = replace(talk.origin, place="dm-bob", is_dm=True)
    await talk.reply("enroll mlops core")
    await settle(talk)
    told = await shown(await press(talk, "bob", "Later", on=reading))
    assert "in our direct message" in told
    talk.clock.advance(timedelta(days=1, hours=3))
    await settle(talk)
    again = sent(talk, "Back again")
    assert (again.to.place, again.to.is_dm) == ("dm-bob", True)
    assert [each.label for each in again.card.buttons] == ["Done", "Later", "Link broken?"]
    be(talk, "bob")
    talk.origin = replace(talk.origin, place="dm-bob", is_dm=True)
    assert "has read it" in await shown(await talk.press("Done", again))


async def test_several_groups_in_a_channel_are_told_apart(small: Talk) -> None:
    first = await gathered(small)
    await say(small, "ada", "enroll mlops core start 2026-12-14")
    await settle(small)
    assert "Press a button below a message of the one" in await say(small, "bob", "join")
    assert "«Case studies»" in await shown(await press(small, "bob", "Join", on=first))
    assert "You are in" in await say(small, "bob", "join plan:core")


async def test_a_group_that_rests_is_not_started_with_an_empty_promise(small: Talk) -> None:
    await gathered(small)
    await say(small, "ada", "pause")
    assert "Say `resume`, then `start now`" in await say(small, "ada", "start now")
    await say(small, "ada", "resume")
    assert "We begin" in await say(small, "ada", "start now")


async def test_a_day_that_makes_no_start_is_refused(small: Talk) -> None:
    assert "half a year" in await say(small, "ada", "enroll case studies start 2028-01-03")
    assert "passed already" in await say(small, "ada", "enroll case studies start 2020-01-03")
    small.origin = replace(CHANNEL, place="dm-ada", is_dm=True)
    assert "comes at once" in await small.say("enroll case studies start monday")
    assert await small.views() == []
    assert "no study group here" in await say(small, "ada", "group")
