"""A group guesses what a company decided: one guess each, until the answer comes in the thread."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.card import Press
from bot.domain.ids import ResourceId
from bot.ports import Outgoing, Voting
from tests.fakes.grouped import Grouped
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk

NETFLIX = "netflix-quality"
TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
async def group(talk: Talk) -> Grouped:
    made = Grouped(talk, ["ada", "bob", "cy", "dee", "eve", "finn"])
    await made.start()
    return made


async def guess(group: Grouped, name: str, option: int) -> str:
    talk = group.talk
    talk.origin = group.origin(name)
    reply = await talk.reply(press=Press("vote", f"{NETFLIX} {option} plan:case-studies"))
    card = reply.update or reply.card
    assert card is not None
    assert not reply.public
    return plain(card)


async def ask(group: Grouped, message: Outgoing) -> str:
    reply = await group.talk.press("Guess first", message)
    assert reply.card is not None
    assert not reply.public
    return plain(reply.card)


async def counts(group: Grouped) -> dict[int, int]:
    voting = Voting(enrollment_id=group.id, resource_id=ResourceId(NETFLIX))
    return dict((await group.talk.store.votes.counts(voting)).counts)


async def test_the_card_of_a_case_study_asks_and_tells_nobody_elses_guess(group: Grouped) -> None:
    message = await group.talk.send()
    await guess(group, "bob", 3)
    group.talk.origin = group.origin("ada")
    asked = await ask(group, message)
    assert "How would they find the alerts that matter?" in asked
    assert "B: «Learning from past alerts»" in asked
    assert "Your guess is" not in asked
    group.talk.origin = group.origin("bob")
    assert "Your guess is C" in await ask(group, message)


async def test_the_card_of_one_person_does_not_ask(talk: Talk) -> None:
    await talk.say("enroll case studies")
    message = await talk.send()
    assert "Guess first" not in [each.label for each in message.card.buttons]
    assert await _title(talk, Press("vote", f"{NETFLIX} 1")) == "Guessing is for a group"


async def test_a_guess_can_be_changed_and_counts_once(group: Grouped) -> None:
    await asyncio.gather(*(group.talk.reply(press=_vote(n)) for n in (1, 2, 3, 1)))
    assert "Your guess is B" in await guess(group, "ada", 2)
    assert await counts(group) == {1: 1}


async def test_the_answer_comes_into_the_thread_once_when_the_group_talks(group: Grouped) -> None:
    talk = group.talk
    reading = await talk.send()
    for name, option in zip(group.names, (2, 2, 2, 1, 1, 2), strict=True):
        await guess(group, name, option)
    await talk.wait_until(TUESDAY)
    for _ in range(4):  # a piece waits for what stands before it in its thread
        talk.clock.advance(timedelta(seconds=5))
        await talk.planner.plan_due()
        await talk.send()
    told = [each for each in talk.platform.messages if "did: " in said(each.card.title)]
    assert [said(each.card.title) for each in told] == ["What «Netflix» did: B"]
    assert told[0].to.thread
    assert told[0].to.place == reading.to.place
    assert "A: «A higher threshold» (2 guesses)" in plain(told[0].card)
    assert "The answer is out already" in await guess(group, "ada", 1)
    assert await counts(group) == {1: 4, 0: 2}


async def test_an_answer_due_while_the_workspace_was_gone_comes_once_it_is_back(
    group: Grouped,
) -> None:
    talk = group.talk
    reading = await talk.send()
    await guess(group, "ada", 2)
    await talk.store.tenants.suspend("recording", "team", now=talk.clock.now())
    talk.clock.advance_to(TUESDAY)
    await talk.planner.plan_due()
    await talk.store.tenants.restore("recording", "team")
    for _ in range(4):  # as above
        talk.clock.advance(timedelta(seconds=5))
        await talk.planner.plan_due()
        await talk.send()
    told = [each for each in talk.platform.messages if "did: " in said(each.card.title)]
    assert [each.to.place for each in told] == [reading.to.place]


async def test_no_answer_waits_for_ever_in_a_plan_that_was_left(group: Grouped) -> None:
    talk = group.talk
    await talk.send()
    await guess(group, "bob", 2)
    talk.origin = group.origin("ada")
    await talk.say("leave yes")
    talk.clock.advance_to(TUESDAY)
    await talk.planner.plan_due()
    assert "ready" not in (await talk.store.operations.counts())["deliveries"]


async def test_after_its_time_no_guess_is_taken_even_before_the_answer_came(
    group: Grouped,
) -> None:
    await group.talk.send()
    await guess(group, "ada", 1)
    group.talk.clock.advance(timedelta(days=8))
    assert "The answer is out already" in await guess(group, "bob", 1)
    assert await counts(group) == {0: 1}


@pytest.mark.parametrize("arg", ["", "airbnb-homes 1", f"{NETFLIX} 9", f"{NETFLIX} \u0661", "x 1"])
async def test_what_no_button_says_changes_nothing(group: Grouped, arg: str) -> None:
    await group.talk.reply(press=Press("vote", f"{arg} plan:case-studies"))
    assert await counts(group) == {}


async def test_another_channel_guesses_for_itself(group: Grouped) -> None:
    await group.talk.send()
    await guess(group, "ada", 1)
    stranger = await group.party("ada")
    other = group.talk.store.people.party
    elsewhere = await other(
        type(group.origin("ada"))(
            platform="recording", workspace="other", place="#study", person="mallory"
        ),
        zone="UTC",
    )
    voting = Voting(enrollment_id=group.id, resource_id=ResourceId(NETFLIX))
    taken = await group.talk.store.votes.cast(
        elsewhere,
        voting,
        choice=2,
        reveal_at=group.talk.clock.now() + timedelta(days=9),
        pressing=group.pressing(),
    )
    assert not taken
    assert (await group.talk.store.votes.tally(elsewhere, voting)).mine is None
    assert (await group.talk.store.votes.tally(stranger, voting)).mine == 0
    assert await counts(group) == {0: 1}


async def test_nobody_guesses_about_a_reading_that_has_not_come(talk: Talk) -> None:
    group = Grouped(talk, ["ada", "bob"])
    talk.origin = group.origin("ada")
    await talk.say("enroll case studies tue 10:00")
    assert "has not come here yet" in await talk.say(f"vote {NETFLIX} 1")
    await talk.say("start now")
    assert "Your guess is A" in await guess(group, "bob", 1)


async def revealed_at(group: Grouped) -> datetime | None:
    voting = Voting(enrollment_id=group.id, resource_id=ResourceId(NETFLIX))
    return (await group.talk.store.votes.counts(voting)).reveal_at


async def test_the_answer_waits_for_the_discussion_wherever_it_moves(group: Grouped) -> None:
    talk = group.talk
    await talk.send()
    await guess(group, "bob", 1)
    talk.origin = group.origin("ada")
    await talk.say("one more week")
    assert await revealed_at(group) == (await talk.view()).next_due_at
    await talk.say("group discussion friday 16:00")
    assert await revealed_at(group) == datetime(2026, 11, 27, 15, tzinfo=UTC)
    talk.clock.advance(timedelta(days=2))
    assert "Your guess is B" in await guess(group, "cy", 2)
    talk.origin = group.origin("ada")
    await talk.say("move on")
    assert "The answer is out already" in await guess(group, "dee", 2)
    assert await revealed_at(group) == talk.clock.now()


async def test_a_group_that_was_ended_is_told_no_answer(group: Grouped) -> None:
    talk = group.talk
    await talk.send()
    await guess(group, "bob", 1)
    talk.origin = group.origin("ada")
    await talk.say("leave yes")
    talk.clock.advance(timedelta(days=9))
    assert await talk.store.votes.due(talk.clock.now(), limit=9) == []


def _vote(option: int) -> Press:
    return Press("vote", f"{NETFLIX} {option} plan:case-studies")


async def _title(talk: Talk, press: Press) -> str:
    card = (await talk.reply(press=press)).card
    assert card is not None
    return said(card.title)
