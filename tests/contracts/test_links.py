"""Reports of broken links, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.links import MOST_REPORTS_A_DAY, ReadingLink, TooManyReports
from tests.fakes.world import World


def link(name: str = "r1", url: str = "https://example.org/r1") -> ReadingLink:
    return ReadingLink(curriculum=CurriculumId("course"), resource_id=ResourceId(name), url=url)


async def test_two_people_at_once_are_two(world: World) -> None:
    people = [await world.party(name) for name in ("ada", "bob", "eve", "dan")]
    told = await asyncio.gather(*(world.store.links.report(each, link()) for each in people))
    assert sum(each.newly_broken for each in told) == 1
    assert await world.store.links.broken() == {link()}
    [line] = await world.store.links.reported()
    assert (line.people, line.broken, line.by) == (4, True, "readers")


async def test_somebody_in_two_workspaces_is_one_person(world: World) -> None:
    for workspace in ("one", "two"):
        await world.store.links.report(await world.party("ada", workspace=workspace), link())
    assert await world.store.links.broken() == frozenset()
    [line] = await world.store.links.reported()
    assert line.people == 1


async def test_reports_of_an_older_address_do_not_count(world: World) -> None:
    ada, bob = await world.party("ada"), await world.party("bob")
    await world.store.links.report(ada, link())
    told = await world.store.links.report(bob, link(url="https://example.org/new"))
    assert not told.broken
    again = await world.store.links.report(ada, link(url="https://example.org/new"))
    assert (again.first, again.newly_broken) == (True, True)
    assert await world.store.links.broken() == {link(url="https://example.org/new")}


async def test_what_the_operator_clears_stays_cleared_for_those_who_said_so(world: World) -> None:
    ada, bob, eve = [await world.party(name) for name in ("ada", "bob", "eve")]
    for each in (ada, bob):
        await world.store.links.report(each, link())
    assert await world.store.links.clear(ResourceId("r1")) == 1
    assert await world.store.links.clear(ResourceId("r1")) == 0
    assert await world.store.links.broken() == frozenset()
    for each in (ada, bob, eve):
        assert not (await world.store.links.report(each, link())).broken
    assert [each.people for each in await world.store.links.reported()] == [1]
    world.clock.advance(timedelta(days=31))
    assert (await world.store.links.report(ada, link())).newly_broken


async def test_a_failed_check_breaks_a_link_and_a_good_one_mends_it(world: World) -> None:
    links = world.store.links
    assert await links.record([link(), link("r2"), link("r2")]) == 2
    assert await links.record([link()]) == 0
    assert await links.broken() == {link(), link("r2")}
    assert await links.mended([link(), link("r9")]) == 1
    assert await links.broken() == {link("r2")}
    assert [each.by for each in await links.reported()] == ["check"]


async def test_what_readers_say_is_not_mended_by_a_check(world: World) -> None:
    """A page that answers our program may still be closed to people."""
    for name in ("ada", "bob"):
        await world.store.links.report(await world.party(name), link())
    assert await world.store.links.mended([link()]) == 0
    assert await world.store.links.broken() == {link()}


async def test_a_person_reports_only_so_many_in_a_day(world: World) -> None:
    ada = await world.party("ada")
    for number in range(MOST_REPORTS_A_DAY):
        await world.store.links.report(ada, link(f"r{number}"))
    with pytest.raises(TooManyReports):
        await world.store.links.report(ada, link("one-more"))
    await world.store.links.report(ada, link("r0"))
    world.clock.advance(timedelta(days=1, seconds=1))
    await world.store.links.report(ada, link("one-more"))
