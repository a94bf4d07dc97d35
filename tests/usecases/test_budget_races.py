"""The attention budget on both databases: nobody spends it twice, however planners race."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.domain.budget import NEVER_ASKED, Recipient, RecipientKind, Spend, Standing, Urgency
from bot.domain.enrollment import Change, ScheduleKind
from bot.domain.ids import EnrollmentId
from bot.domain.planning import plan
from bot.storage.database import open_database, statement
from bot.storage.plans import PlanStore
from bot.storage.store import open_store
from bot.usecases.plan_due import Planner
from tests.fakes.curricula import MLOPS
from tests.fakes.plain import plain
from tests.fakes.talk import Talk

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONDAY = TUESDAY + timedelta(days=6)


async def two_plans(talk: Talk) -> None:
    """One person on two plans whose reminders are due at this very moment."""
    for name in ("case studies", "core"):
        await talk.say(f"enroll {name} tuesday 10:00")
    await talk.send()
    await talk.wait_until(TUESDAY)
    talk.clock.advance_to(MONDAY)


async def decided(talk: Talk) -> list[Change]:
    """What a planner would write now, from what it reads now."""
    plans = talk.store.plans
    due = await plans.due(talk.clock.now(), limit=10)
    numbers = [view.enrollment.id for view in due]
    histories, standings = await plans.handled(numbers), await plans.standings(numbers)
    study = talk.studies.of(MLOPS)
    full = [replace(view, handled=histories[view.enrollment.id]) for view in due]
    return [plan(view, study, standing=standings[view.enrollment.id]) for view in full]


async def kinds(talk: Talk) -> Sequence[str]:
    lines = await talk.store.operations.deliveries(None, limit=100)
    return sorted(line.kind for line in lines)


async def test_one_batch_grants_one_of_two_plans(talk: Talk) -> None:
    await two_plans(talk)
    changes = await decided(talk)
    assert [change.spend is not None for change in changes] == [True, True]
    assert len(await talk.store.plans.apply(changes)) == 1
    assert (await kinds(talk)).count("digest") == 1


async def test_of_two_planners_at_once_one_spends(talk: Talk, database_url: str) -> None:
    await two_plans(talk)
    first, second = await decided(talk)
    database = open_database(database_url)
    try:
        other = open_store(database, talk.clock)
        won = await asyncio.gather(talk.store.plans.apply([first]), other.plans.apply([second]))
        assert sorted(len(each) for each in won) == [0, 1]
        again = Planner(other.plans, studies=talk.studies, clock=talk.clock)
        assert await again.plan_due() == 1, "the other is planned anew, and waits or rides"
    finally:
        await database.close()
    assert (await kinds(talk)).count("digest") == 1


async def test_who_said_stop_meanwhile_is_not_reminded(talk: Talk) -> None:
    await two_plans(talk)
    changes = await decided(talk)
    await talk.say("stop")
    assert await talk.store.plans.apply(changes) == frozenset()
    await talk.planner.plan_due()
    assert "digest" not in await kinds(talk)
    assert "Now: off." in await talk.say("settings reminders")


async def test_a_change_that_lost_to_a_newer_version_spends_nothing(talk: Talk) -> None:
    await two_plans(talk)
    first, second = await decided(talk)
    for each in (first, second):
        await talk.say(f"skip plan:{each.enrollment.plan}")
    assert await talk.store.plans.apply([first, second]) == frozenset()
    standings = await talk.store.plans.standings([first.enrollment.id])
    assert standings[first.enrollment.id].spent_on is None


async def test_a_channel_has_a_budget_of_its_own(talk: Talk) -> None:
    await talk.say("enroll case studies")
    view = await talk.view()
    person = (await talk.store.plans.standings([view.enrollment.id]))[view.enrollment.id]
    channel = Recipient(kind=RecipientKind.CHANNEL, id=view.enrollment.place_id)
    today = date(2026, 11, 30)
    assert await _spend(talk, channel, on=today)
    assert not await _spend(talk, channel, on=today + timedelta(days=6))
    assert await _spend(talk, channel, on=today + timedelta(days=7))
    assert await _spend(talk, person.recipient, on=today), "a person's is another"


async def test_what_a_channel_spent_is_read_for_its_plans(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="channel", is_dm=False)
    await talk.say("enroll case studies")
    number = (await talk.view()).enrollment.id
    before = (await talk.store.plans.standings([number]))[number]
    assert before == Standing(recipient=before.recipient)
    assert before.recipient.kind is RecipientKind.CHANNEL
    assert await _spend(talk, before.recipient, on=date(2026, 11, 30))
    after = (await talk.store.plans.standings([number]))[number]
    assert after.spent_on == date(2026, 11, 30)


class CountingPlans(PlanStore):
    """The real plans; counts how often budgets are read."""

    asked = 0

    async def standings(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Standing]:
        self.asked += 1
        return await super().standings(enrollments)


async def test_budgets_are_read_only_where_somebody_wants_one(talk: Talk) -> None:
    await two_plans(talk)
    plans = CountingPlans(talk.store.database, talk.clock)
    planner = Planner(plans, studies=talk.studies, clock=talk.clock)
    await planner.plan_due()
    asked = plans.asked
    assert asked
    await talk.say("settings reminders off")
    for week in (1, 2):  # each plan's reminder comes due once more, and rests from then on
        talk.clock.advance_to(TUESDAY + week * timedelta(days=7))
        assert await planner.plan_due() == 2
    assert plans.asked == asked + 2
    talk.clock.advance_to(TUESDAY + timedelta(days=21))
    assert await planner.plan_due() == 2
    assert plans.asked == asked + 2


async def test_the_budget_goes_with_its_workspace(talk: Talk) -> None:
    await two_plans(talk)
    await talk.planner.plan_due()
    await talk.store.database.write(statement(text("DELETE FROM workspaces"), {}))
    left = await talk.store.database.read(
        lambda c: c.scalar(text("SELECT count(*) FROM reminders"))
    )
    assert left == 0


async def _spend(talk: Talk, recipient: Recipient, *, on: date) -> bool:
    """Write a change that spends, on the plan as it stands."""
    before = (await talk.view()).enrollment
    spend = Spend(
        recipient=recipient,
        on=on,
        urgency=Urgency.REMINDER,
        before=NEVER_ASKED,
        after=NEVER_ASKED,
    )
    return bool(await talk.store.plans.apply([Change(enrollment=before, spend=spend)]))


async def test_the_whole_way_of_a_reminder_on_each_database(talk: Talk) -> None:
    await two_plans(talk)
    await talk.planner.plan_due()
    reminder = await talk.send()
    assert "[Did it]" in plain(reminder.card)
    reply = await talk.press("Less often", reminder)
    assert reply.card is not None
    assert "every two weeks at most" in plain(reply.card)
    await talk.press("Stop", reminder)
    assert await talk.title("settings reminders weekly") == "Reminders: once a week at most"
    views = await talk.views()
    due = {s.due_at for v in views for s in v.schedules if s.kind is ScheduleKind.DIGEST}
    assert due == {MONDAY + timedelta(days=7)}
    number = views[0].enrollment.id
    following = await talk.store.rehearsing.following(limit=9, only=number)
    assert [each.view.enrollment.id for each in following] == [number]
    assert len(await talk.store.rehearsing.following(limit=9)) == 2
