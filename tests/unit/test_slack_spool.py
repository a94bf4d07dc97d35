"""The spool of events: whole or not at all, in order, bounded, for its owner's eyes alone."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms.slack.spool import Body, Spool, SpoolFull
from tests.fakes.clock import FakeClock


def event(name: str) -> Body:
    return {"type": "event_callback", "event_id": name, "event": {"text": "grüezi 😀"}}


def opened(folder: Path, *, most_events: int = 9, most_bytes: int = 10_000) -> Spool:
    return Spool(folder, clock=FakeClock(), most_events=most_events, most_bytes=most_bytes)


async def kept(spool: Spool, *names: str) -> None:
    for name in names:
        await spool.keep(event(name), number=spool.number())


async def emptied(spool: Spool) -> list[str]:
    found = []
    while (head := await spool.oldest()) is not None:
        found.append(str(head[1]["event_id"]))
        await spool.drop(head[0])
    return found


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


async def test_what_is_kept_comes_back_whole_and_in_order_after_a_restart(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    await kept(spool, "Ev3", "Ev1", "Ev2")
    spool.close()
    again = opened(tmp_path)
    await kept(again, "Ev0")
    head = await again.oldest()
    assert head is not None
    assert head[1] == event("Ev3")
    assert await emptied(again) == ["Ev3", "Ev1", "Ev2", "Ev0"]
    assert files(tmp_path) == []


async def test_the_order_is_that_of_coming_not_of_being_written(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    first, second = spool.number(), spool.number()
    await spool.keep(event("Ev2"), number=second)
    await spool.keep(event("Ev1"), number=first)
    assert await emptied(spool) == ["Ev1", "Ev2"]


async def test_many_at_once_are_all_kept_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    spool = opened(tmp_path, most_events=200, most_bytes=1_000_000)
    names = [f"Ev{number:03}" for number in range(100)]
    await asyncio.gather(*(kept(spool, name) for name in names))
    assert await emptied(spool) == names


async def test_the_same_event_is_kept_once_before_and_after_a_restart(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    await kept(spool, "Ev1", "Ev1")
    spool.close()
    again = opened(tmp_path)
    await kept(again, "Ev1")
    assert await emptied(again) == ["Ev1"]


async def test_files_are_their_owners_alone_and_hold_no_token(tmp_path: Path) -> None:
    spool = opened(tmp_path / "new")
    await spool.keep({**event("Ev1"), "token": "canary"}, number=spool.number())
    (file,) = files(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.parent.parent.stat().st_mode & 0o777 == 0o700
    assert "canary" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("limits", [{"most_events": 2}, {"most_bytes": 250}])
async def test_a_full_spool_takes_nothing_more_until_there_is_room(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    spool = opened(tmp_path, **limits)
    await kept(spool, "Ev1", "Ev2")
    with pytest.raises(SpoolFull):
        await kept(spool, "Ev3")
    assert await emptied(spool) == ["Ev1", "Ev2"]
    await kept(spool, "Ev3")
    assert len(spool) == 1


async def test_bounds_hold_for_what_an_earlier_process_left(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    await kept(spool, "Ev1", "Ev2")
    spool.close()
    with pytest.raises(SpoolFull):
        await kept(opened(tmp_path, most_events=2), "Ev3")


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    (tmp_path / "0").rmdir()
    with pytest.raises(SpoolFull):
        await kept(spool, "Ev1")
    assert len(spool) == 0
    (tmp_path / "file").touch()
    with pytest.raises(SpoolFull):
        await kept(opened(tmp_path / "file"), "Ev1")


async def test_what_was_half_written_or_is_no_event_holds_nothing_up(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    await kept(spool, "Ev1", "Ev2")
    spool.close()
    folder = tmp_path / "0"
    files(folder)[0].write_text("{", encoding="utf-8")
    (folder / f"{7:020}-Ev0.new").write_text("{", encoding="utf-8")
    (folder / "notes.json").write_text("{}", encoding="utf-8")
    again = opened(tmp_path)
    assert await emptied(again) == ["Ev2"]
    assert files(tmp_path) == [folder / "notes.json"]


async def test_two_processes_share_a_folder_and_what_one_leaves_the_next_takes(
    tmp_path: Path,
) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    await kept(one, "Ev1")
    await other.keep(event("Ev2"), number=other.number() + 60_000_000)
    await one.keep(event("Ev3"), number=one.number() + 120_000_000)
    assert len(one) == 2
    one.close()
    other.close()
    assert await emptied(opened(tmp_path)) == ["Ev1", "Ev2", "Ev3"]


async def test_a_clock_that_was_set_back_changes_no_order(tmp_path: Path) -> None:
    clock = FakeClock()
    spool = Spool(tmp_path, clock=clock)
    await kept(spool, "Ev1")
    spool.close()
    clock.advance(timedelta(hours=-1))
    again = Spool(tmp_path, clock=clock)
    await kept(again, "Ev2")
    assert await emptied(again) == ["Ev1", "Ev2"]


async def test_an_id_names_no_other_file(tmp_path: Path) -> None:
    spool = opened(tmp_path / "spool")
    await kept(spool, "../../../Ev1" * 50)
    (file,) = files(tmp_path)
    assert file.parent == tmp_path / "spool" / "0"
    assert len(await emptied(spool)) == 1
