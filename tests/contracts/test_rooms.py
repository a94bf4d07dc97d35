"""Forms that wait for a channel, and plans whose channel is shut, on both databases."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.card import Press
from bot.domain.conversation import Origin
from bot.domain.delivery import DeliveryState
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.steering import Wish, begin
from bot.ports import Asking, Party
from tests.fakes.world import COURSE, DAILY, PLAN, World

ADA = Origin(platform="slack", workspace="T1", place="C1", person="U1", is_dm=False)
BOB = replace(ADA, person="U2")
HERE = ("slack", "T1")


async def following(world: World, origin: Origin = ADA) -> tuple[Party, EnrollmentView]:
    party = await world.store.people.party(replace(origin, place_name="reading"), zone="UTC")
    study = world.studies.of(COURSE)
    beginning = begin(Wish(plan=PLAN, pace=DAILY), study, attention=party.attention)
    view = await world.store.people.enroll(party, beginning, event_id=world.event())
    assert view is not None
    return party, view


async def shut(world: World, reason: str = "is_archived") -> int:
    now = world.clock.now()
    return await world.store.rooms.shut(*HERE, place="C1", reason=reason, now=now)


async def told(world: World) -> list[str]:
    lines = await world.store.operations.deliveries(DeliveryState.READY, limit=50)
    return [line.place for line in lines if line.kind == "nudge"]


async def test_a_shut_channel_pauses_its_plan_and_its_owner_is_told_once(world: World) -> None:
    party, view = await following(world)
    assert await shut(world) == 1
    assert await shut(world) == 0
    (now,) = await world.store.people.enrollments_here(party)
    assert now.enrollment.state is EnrollmentState.PAUSED
    assert await told(world) == ["U1"]
    here = await world.store.rooms.shut_here(*HERE, place="C1")
    assert [each.enrollment.id for each in here] == [view.enrollment.id]


async def test_a_private_place_that_is_shut_tells_nobody(world: World) -> None:
    await following(world, replace(ADA, place="U1", is_dm=True))
    await world.store.rooms.shut(*HERE, place="U1", reason="gone", now=world.clock.now())
    assert await told(world) == []


async def test_a_workspace_shuts_nothing_of_another(world: World) -> None:
    await following(world, replace(ADA, workspace="T2"))
    assert await shut(world) == 0


async def test_a_shut_channel_is_to_be_asked_about_once_a_day_and_by_one_alone(
    world: World,
) -> None:
    rooms = world.store.rooms
    for place in ("C1", "C2", "C3"):
        origin = replace(ADA, place=place, person=f"U{place}")
        await following(world, origin)
        await following(world, replace(origin, workspace="T2", is_dm=place == "C2"))
        for team in ("T1", "T2"):
            reason = "restricted_action" if (team, place) == ("T2", "C3") else "is_archived"
            now = world.clock.now()
            await rooms.shut("slack", team, place=place, reason=reason, now=now)
        world.clock.advance(timedelta(minutes=1))
    asking = Asking(reasons=frozenset({"is_archived"}), since=timedelta(days=1), each=2, most=9)
    assert await rooms.to_ask_everywhere("slack", asking=asking) == {}
    world.clock.advance(timedelta(days=1))
    assert await rooms.to_ask_everywhere("discord", asking=asking) == {}
    asked = await rooms.to_ask_everywhere("slack", asking=asking)
    assert asked == {"T1": ["C1", "C2"], "T2": ["C1"]}
    assert await rooms.to_ask(*HERE, asking=replace(asking, since=timedelta(minutes=9))) == ["C3"]
    assert await rooms.to_ask_everywhere("slack", asking=asking) == {}
    world.clock.advance(timedelta(days=1))
    await world.store.tenants.suspend(*HERE, now=world.clock.now())
    assert await rooms.to_ask_everywhere("slack", asking=asking) == {"T2": ["C1"]}


async def test_the_newest_form_of_a_person_waits_for_a_channel_and_ends_after_a_day(
    world: World,
) -> None:
    forms, people = world.store.forms, world.store.people
    ada, bob = await people.party(ADA, zone="UTC"), await people.party(BOB, zone="UTC")
    await forms.keep(ada, Press("start", "plan:a"), event_id="one")
    await forms.keep(bob, Press("start", "plan:b"), event_id="two")
    world.clock.advance(timedelta(minutes=1))
    await forms.keep(ada, Press("start", "plan:c"), event_id="three")
    waiting = await forms.waiting(*HERE, place="C1")
    assert [(each.person, each.press.arg) for each in waiting] == [
        ("U2", "plan:b"),
        ("U1", "plan:c"),
    ]
    assert await forms.places(*HERE) == ["C1"]
    assert await forms.waiting("slack", "T2", place="C1") == []
    await forms.drop(*HERE, event_id="two")
    assert [each.person for each in await forms.waiting(*HERE, place="C1")] == ["U1"]
    world.clock.advance(timedelta(hours=24))
    assert await forms.waiting(*HERE, place="C1") == []


async def test_only_so_many_forms_wait_in_a_workspace(world: World) -> None:
    for number in range(203):
        party = await world.store.people.party(replace(ADA, place=f"C{number}"), zone="UTC")
        world.clock.advance(timedelta(seconds=1))
        await world.store.forms.keep(party, Press("start"), event_id=f"e{number}")
    places = await world.store.forms.places(*HERE)
    assert len(places) == 200
    assert "C0" not in places
