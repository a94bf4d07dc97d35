"""Messages that were sent follow what has changed: soon, seldom, and never before a send."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.card import Card, words
from bot.domain.delivery import DeliveryKind, Rejected, Throttled, Unknown, parse_key
from bot.domain.edits import EVERY, MOST_FAILED, Edited, EditOutcome, Gone, Stale
from bot.domain.enrollment import Change
from bot.domain.ids import DeliveryId
from bot.ports import Outgoing, Rewrite
from bot.usecases.edits import ALL_SHARDS, EditDesk, Editor
from bot.usecases.group.voices import Voices
from bot.usecases.letters import Letters
from bot.usecases.looks import looks
from tests.fakes.curricula import with_questions
from tests.fakes.plain import plain, said
from tests.fakes.recording import RecordingPlatform
from tests.fakes.talk import Talk, talk_on

SECOND = timedelta(seconds=1)


@dataclass
class Board:
    """A message that shows a count, and the editor that draws it."""

    talk: Talk
    reading: Outgoing
    done: int = 0
    drawn: list[str] = field(default_factory=list)
    gone: bool = False

    @property
    def id(self) -> DeliveryId:
        parsed = parse_key(self.reading.key)
        assert parsed is not None
        return parsed[0]

    @property
    def shown(self) -> list[str]:
        return [said(each.card.title) for each in self.talk.platform.edits]

    async def look(self, stale: Stale) -> Card | None:
        assert stale.id == self.id
        assert stale.enrollment == (await self.talk.view()).enrollment
        return None if self.gone else Card(title=words(f"{self.done} done"))

    @property
    def editor(self) -> Editor:
        return Editor(
            EditDesk(
                edits=self.talk.store.edits,
                ledger=self.talk.store.ledger,
                platforms={self.talk.platform.name: self.talk.platform},
                looks={DeliveryKind.FIRST: self.look},
                clock=self.talk.clock,
            )
        )

    async def press(self) -> None:
        """Somebody's Done: the count grows in the same transaction as the mark."""
        self.done += 1
        party = await self.talk.store.people.party(self.talk.origin, zone="UTC")
        await self.talk.store.people.change(
            party,
            (await self.talk.view()).enrollment.id,
            decide=lambda view: Change(
                enrollment=view.enrollment, only_moves=True, redraws=(self.id,)
            ),
            event_id=f"done-{self.done}",
        )


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    async with talk_on(database_url, books=with_questions()) as made:
        yield made


@pytest.fixture
async def board(talk: Talk) -> Board:
    talk.origin = replace(talk.origin, place="C1", is_dm=False)
    await talk.reply("enroll case studies daily 9:00 start now")
    return Board(talk, await talk.send())


@contextmanager
def answering(platform: RecordingPlatform, outcome: EditOutcome) -> Iterator[None]:
    before, platform.on_edit = platform.on_edit, lambda _: outcome
    try:
        yield
    finally:
        platform.on_edit = before


async def test_what_has_changed_is_shown_once_and_keeps_its_key(board: Board) -> None:
    await board.press()
    assert await board.talk.store.edits.waiting()
    assert await board.editor.edit() == 1
    (edit,) = board.talk.platform.edits
    assert (edit.key, edit.receipt, edit.to) == (board.reading.key, "2", board.reading.to)
    assert not await board.talk.store.edits.waiting()
    board.talk.clock.advance(EVERY)
    assert await board.editor.edit() == 0


async def test_five_hundred_dones_at_nine_make_few_edits_and_the_last_is_right(
    board: Board,
) -> None:
    for _ in range(20):
        for _ in range(25):
            board.done += 1
            await board.talk.store.edits.mark([board.id])
        await board.editor.edit()
        board.talk.clock.advance(SECOND)
    board.talk.clock.advance(EVERY)
    await board.editor.edit()
    assert board.shown[-1] == "500 done"
    assert len(board.shown) <= 20 / EVERY.total_seconds() + 2
    assert len(set(board.shown)) == len(board.shown)


async def test_one_message_changes_at_most_once_in_five_seconds(board: Board) -> None:
    await board.press()
    await board.editor.edit()
    await board.press()
    board.talk.clock.advance(EVERY - SECOND)
    assert await board.editor.edit() == 0
    board.talk.clock.advance(SECOND)
    assert await board.editor.edit() == 1
    assert board.shown == ["1 done", "2 done"]


async def test_what_changes_while_it_is_drawn_is_shown_the_next_time(board: Board) -> None:
    await board.press()
    (stale,) = await board.talk.store.edits.take(ALL_SHARDS, limit=10)
    await board.press()
    await board.talk.store.edits.shown(stale)
    board.talk.clock.advance(EVERY)
    await board.editor.edit()
    assert board.shown == ["2 done"]


async def test_two_workers_never_draw_one_message_at_once(board: Board) -> None:
    await board.press()
    taken = await asyncio.gather(
        *(board.talk.store.edits.take(ALL_SHARDS, limit=10) for _ in range(4))
    )
    assert sum(map(len, taken)) == 1


async def test_what_a_killed_process_was_drawing_is_drawn_by_the_next(board: Board) -> None:
    await board.press()
    await board.talk.store.edits.take(ALL_SHARDS, limit=10)
    assert await board.editor.edit() == 0
    board.talk.clock.advance(timedelta(seconds=31))
    assert await board.editor.edit() == 1


async def test_a_message_that_is_gone_is_forgotten(board: Board) -> None:
    await board.press()
    with answering(board.talk.platform, Gone(reason="message_not_found")):
        await board.editor.edit()
    board.talk.clock.advance(timedelta(hours=1))
    assert not await board.talk.store.edits.waiting()


async def test_a_message_with_nothing_to_show_any_more_is_forgotten(board: Board) -> None:
    await board.press()
    board.gone = True
    await board.editor.edit()
    board.talk.clock.advance(timedelta(hours=1))
    assert not await board.talk.store.edits.waiting()


async def test_too_many_edits_park_the_lane_as_sends_do(board: Board) -> None:
    await board.press()
    with answering(board.talk.platform, Throttled(retry_in=timedelta(seconds=40))):
        await board.editor.edit()
    await board.talk.reply("next")
    board.talk.clock.advance(timedelta(seconds=39))
    assert await board.editor.edit() == 0
    assert (await board.talk.drainer.drain()).get("sent", 0) == 0
    board.talk.clock.advance(SECOND)
    assert (await board.talk.drainer.drain())["sent"] == 1
    assert await board.editor.edit() == 1


async def test_an_edit_nobody_can_tell_of_is_simply_made_again(board: Board) -> None:
    await board.press()
    with answering(board.talk.platform, Unknown(cause="timeout")):
        await board.editor.edit()
    board.talk.clock.advance(timedelta(seconds=30))
    assert await board.editor.edit() == 1


async def test_what_cannot_be_changed_for_long_is_left_as_it_is(board: Board) -> None:
    await board.press()
    with answering(board.talk.platform, Unknown(cause="HTTP 500")):
        for _ in range(MOST_FAILED):
            assert await board.talk.store.edits.waiting()
            await board.editor.edit()
            board.talk.clock.advance(timedelta(seconds=30))
    assert not await board.talk.store.edits.waiting()


async def test_a_renderer_that_fails_stops_no_other_message(board: Board) -> None:
    await board.talk.reply("next")
    await board.talk.send()
    asked = parse_key(board.talk.platform.messages[-1].key)
    assert asked is not None
    await board.talk.store.edits.mark([board.id, asked[0]])

    async def broken(_stale: Stale) -> Card | None:
        raise ConnectionError("the database is away")

    desk = EditDesk(
        edits=board.talk.store.edits,
        ledger=board.talk.store.ledger,
        platforms={board.talk.platform.name: board.talk.platform},
        looks={DeliveryKind.FIRST: broken, DeliveryKind.ASKED: board_of_another},
        clock=board.talk.clock,
    )
    assert await Editor(desk).edit() == 1
    assert board.shown == ["another"]


async def board_of_another(_stale: Stale) -> Card | None:
    return Card(title=words("another"))


async def test_edits_yield_to_what_is_to_be_sent(board: Board) -> None:
    await board.press()
    woken = asyncio.Event()
    woken.set()
    assert await board.editor.edit(interrupted=woken) == 0
    assert await board.editor.edit() == 1


async def test_an_edit_waits_for_the_lane_only_while_nothing_is_to_be_sent(board: Board) -> None:
    await board.talk.reply("next")
    await board.talk.send()
    asked = parse_key(board.talk.platform.messages[-1].key)
    assert asked is not None
    await board.talk.store.edits.mark([board.id, asked[0]])
    board.talk.platform.edit_spacing = timedelta(hours=1)
    editor, woken = board.editor, asyncio.Event()

    def and_wake(_change: Rewrite) -> EditOutcome:
        woken.set()
        return Edited()

    board.talk.platform.on_edit = and_wake
    assert await editor.edit(interrupted=woken) == 1
    assert await board.talk.store.edits.waiting()


async def test_nothing_is_edited_while_sends_are_held_or_after_the_plan_was_left(
    board: Board,
) -> None:
    await board.press()
    await board.talk.store.facts.hold(held=True)
    assert await board.editor.edit() == 0
    await board.talk.store.facts.hold(held=False)
    await board.talk.reply("leave yes")
    assert await board.editor.edit() == 0
    board.talk.clock.advance(timedelta(hours=1))
    assert not await board.talk.store.edits.waiting()


async def test_a_message_that_was_not_sent_yet_waits_and_one_that_never_was_is_forgotten(
    board: Board,
) -> None:
    await board.talk.reply("next")
    counts = (await board.talk.store.operations.deliveries(None, limit=1))[0]
    parsed = parse_key(counts.key)
    assert parsed is not None
    await board.talk.store.edits.mark([parsed[0]])
    assert await board.editor.edit() == 0
    board.talk.clock.advance(timedelta(minutes=1))
    assert await board.talk.store.edits.waiting()
    await board.talk.reply("pause")
    await board.talk.reply("leave yes")
    assert await board.editor.edit() == 0
    board.talk.clock.advance(timedelta(minutes=1))
    assert not await board.talk.store.edits.waiting()


async def test_a_platform_that_is_served_elsewhere_is_left_to_it(board: Board) -> None:
    await board.press()
    desk = EditDesk(
        edits=board.talk.store.edits,
        ledger=board.talk.store.ledger,
        platforms={},
        looks={},
        clock=board.talk.clock,
    )
    assert await Editor(desk).edit() == 0
    board.talk.clock.advance(timedelta(seconds=30))
    assert await board.editor.edit() == 1


async def test_the_card_of_a_refused_thread_says_so_and_the_next_one_does_not(
    talk: Talk,
) -> None:
    talk.origin = replace(talk.origin, place="C1", is_dm=False)
    await talk.reply("enroll case studies daily 9:00 start now")
    first = await talk.send()

    async def refuse(platform: RecordingPlatform, message: Outgoing) -> object:
        refused = Rejected(reason="50013 missing permissions")
        return refused if message.to.thread else platform.accept(message)

    talk.platform.on_send = refuse  # type: ignore[assignment] # an outcome
    letters = Letters(talk.library, talk.clock)
    desk = EditDesk(
        edits=talk.store.edits,
        ledger=talk.store.ledger,
        platforms={talk.platform.name: talk.platform},
        looks=looks(talk.store, letters, voices=Voices(talk.store.groups, talk.studies)),
        clock=talk.clock,
    )
    await talk.press("Discuss", first)
    await talk.drainer.drain()
    await Editor(desk).edit()
    (told,) = talk.platform.edits
    assert "I may not open a thread here" in plain(told.card)
    assert [each.label for each in told.card.buttons] == [each.label for each in first.card.buttons]
    await talk.reply("next")
    await talk.press("Discuss", await talk.send())
    await talk.drainer.drain()
    await Editor(desk).edit()
    assert all("may not open" not in plain(each.card) for each in _edits_of(talk, first))


def _edits_of(talk: Talk, but: Outgoing) -> list[Rewrite]:
    return [each for each in talk.platform.edits if each.key != but.key]
