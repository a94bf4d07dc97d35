"""Nothing of one workspace is seen or changed from another, whatever ids are guessed or copied.

Two strangers say and press the same things at the same time: one next door to a workspace and with
what was copied from it, the other alone in the world and with keys that never were. They must be
answered alike. Commands and buttons come from the registry, so that a new one is tried as well.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from itertools import count

import pytest

from bot.domain.card import Card, Press
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.verbs import BUTTONS, every_verb
from bot.storage.tables import Base
from bot.usecases.dispatch import HANDLERS
from tests.fakes.plain import plain
from tests.fakes.talk import Talk, talk_on
from tests.fakes.tenant_rows import EVERYBODYS, never_was, rows_of, ways

CANARY = "Xcanaryx"
VERBS = sorted({known.path for known in every_verb()} | BUTTONS.keys() | HANDLERS.keys())
ANYTHING = ("", "1", "2 anything", "netflix-quality", "case-studies", "yes")
"""What may stand behind any of them: a number of a note, a reading, a plan, a yes."""
_FRESH = re.compile(r"forget [a-z]{6}\b")
"""The word that erases is drawn anew for everybody."""


@dataclass
class Street:
    """A workspace that is used, and a world in which there is none."""

    talk: Talk
    empty: Talk
    own: Origin
    keys: list[str]
    presses: list[Press]
    workspace_id: int
    events: Iterator[int]

    async def ask(self, origin: Origin, press: Press, *, key: str | None = None) -> tuple[str, str]:
        """What a stranger is told here, and one in the empty world; without a key they type it."""
        typed = f"{press.verb} {press.arg}".strip() if key is None else ""
        inbound = Inbound(
            event_id=f"event-{next(self.events)}",
            origin=origin,
            text=typed,
            press=None if typed else press,
            key=key,
        )
        missing = replace(inbound, key=key and never_was(key))
        here, there = await self.talk.dispatch(inbound), await self.empty.dispatch(missing)
        return words_of(here), words_of(there)

    async def rows(self) -> dict[str, list[str]]:
        return await rows_of(self.talk.store, self.workspace_id)


@pytest.fixture
async def street(sqlite_url: str, another_sqlite_url: str) -> AsyncIterator[Street]:
    async with talk_on(sqlite_url) as talk, talk_on(another_sqlite_url) as empty:
        own = replace(talk.origin, person_name=CANARY)
        channel = replace(own, place="C1", is_dm=False, place_name=CANARY)
        talk.origin = channel
        replies = [await talk.reply("enroll case studies mon 9:00 start now")]
        talk.origin = own
        said = ("enroll case studies mon 9:00", f"note {CANARY}", "rate 4", "notes", "progress")
        replies += [await talk.reply(each) for each in said]
        await talk.drainer.drain()
        replies.append(
            await talk.press("Done", next(m for m in talk.platform.messages if m.to.is_dm))
        )
        replies += [await talk.reply(each) for each in ("settings", "leave", "data forget", "path")]
        party = await talk.store.people.party(own, zone="UTC")
        cards = [card for each in replies for card in (each.card, each.update) if card]
        cards += [each.card for each in talk.platform.messages]
        yield Street(
            talk=talk,
            empty=empty,
            own=own,
            keys=[each.key for each in talk.platform.messages],
            presses=list(dict.fromkeys(press for card in cards for press in presses_of(card))),
            workspace_id=party.workspace_id,
            events=count(),
        )


def presses_of(card: Card) -> Iterator[Press]:
    yield from (each.press for each in card.buttons)
    yield from (each.press for option in card.options for each in option.buttons)


def words_of(reply: Reply) -> str:
    cards = [plain(card) for card in (reply.card, reply.update) if card]
    return _FRESH.sub("forget ......", "\n".join([*cards, str(reply.public), str(reply.erased)]))


def everything(street: Street) -> Iterator[Press]:
    """Every verb with anything behind it, and every button that the neighbours were shown."""
    for verb in VERBS:
        known = [each.arg for each in street.presses if each.verb == verb]
        for arg in dict.fromkeys((*ANYTHING, *known)):
            yield Press(verb, arg)


def stranger(street: Street, platform: str, place: str) -> Origin:
    """Somebody of another workspace, with the neighbours' ids wherever ids can be the same."""
    is_dm = place == street.own.place
    here = replace(street.own, place=place, is_dm=is_dm, person_name="Eve", place_name="")
    workspace = "other" if platform == street.own.platform else street.own.workspace
    return replace(here, platform=platform, workspace=workspace)


def test_every_table_is_a_workspace_s_or_nobody_s() -> None:
    assert ways().keys().isdisjoint(EVERYBODYS)
    assert ways().keys() | EVERYBODYS.keys() == set(Base.metadata.tables)


@pytest.mark.parametrize(
    ("platform", "place"),
    [("recording", "dm-ada"), ("recording", "C1"), ("discord", "dm-ada")],
)
async def test_every_command_and_button_reaches_its_own_workspace_alone(
    street: Street, platform: str, place: str
) -> None:
    before = await street.rows()
    assert all(CANARY in str(before[table]) for table in ("notes", "people", "places"))
    eve = stranger(street, platform, place)
    here, there = await street.ask(eve, Press("start", "case-studies mon 9:00"), key="none")
    assert here == there
    assert "You are on" in here
    for number, press in enumerate(everything(street)):
        for key in (None, street.keys[number % len(street.keys)]):
            found, missing = await street.ask(eve, press, key=key)
            assert found == missing, press
            assert CANARY not in found, press
    assert await street.rows() == before
