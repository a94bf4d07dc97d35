"""One group whose discussion cannot be given a lead stops no other, and no reading."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.group import LeadState
from bot.domain.ids import EnrollmentId
from bot.storage.database import statement
from tests.fakes.talk import Talk

NEVER = json.dumps(["", [["2026-11-24", "2035-01-01"]]])
"""More rest than anybody can ask for: no day is left for three years."""
SPOILED = {
    "no day is left": f"UPDATE enrollments SET calendar = '{NEVER}' WHERE id = 1",  # noqa: S608
    "it cannot be read": "UPDATE study_groups SET discussion = 'soon' WHERE enrollment_id = 1",
    "its list is not here": "UPDATE enrollments SET curriculum = 'elsewhere' WHERE id = 1",
}


async def led(talk: Talk) -> list[LeadState]:
    """How far the reading of each group is with its lead, the first group's first."""
    states = text("SELECT lead_state FROM group_rounds ORDER BY enrollment_id")
    rows = await talk.store.database.read(lambda c: c.execute(states).scalars().all())
    return [LeadState(each) for each in rows]


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
async def test_a_group_that_cannot_be_led_stops_no_other(talk: Talk, spoil: str) -> None:
    for place in ("#one", "#two"):
        talk.origin = replace(talk.origin, place=place, is_dm=False)
        await talk.say("enroll case studies mon 9:00 start now")
    await talk.store.database.write(statement(text(spoil), {}))
    await talk.planner.plan_due()
    assert await led(talk) == [LeadState.OPEN, LeadState.ASKED]
    assert await talk.store.groups.unled(talk.clock.now(), limit=10) == []
    later = talk.clock.now() + timedelta(hours=2)
    if "discussion" not in spoil:
        (waiting,) = await talk.store.groups.unled(later, limit=10)
        assert waiting.view.enrollment.id == EnrollmentId(1)


async def test_two_readings_that_come_at_once_are_led_by_two(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="#one", is_dm=False)
    await talk.say("enroll case studies tue 9:00 2 at a time")
    talk.origin = replace(talk.origin, person="bob")
    await talk.say("join")
    due = (await talk.view()).next_due_at
    assert due is not None
    await talk.wait_until(due)
    leads = text("SELECT count(lead_id), count(DISTINCT lead_id) FROM group_rounds")
    row = await talk.store.database.read(lambda c: c.execute(leads).one())
    assert tuple(row) == (2, 2)


async def test_a_discussion_whose_lead_was_erased_is_free_for_whoever_likes(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="#one", is_dm=False)
    await talk.say("enroll case studies mon 9:00 start now")
    bob = replace(talk.origin, person="bob", person_name="Bob")
    talk.origin = bob
    await talk.say("join")
    assert "You open this discussion" in await talk.say("group lead")
    talk.origin = replace(bob, place="dm-bob", is_dm=True)
    asked = (await talk.reply("forget me")).card
    assert asked is not None
    await talk.reply(press=asked.buttons[0].press)
    talk.origin = replace(bob, person="ada", person_name="Ada")
    assert "Opens it: open: whoever likes" in await talk.say("group")
    assert "You open this discussion" in await talk.say("group lead")
