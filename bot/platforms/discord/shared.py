"""What this process knows of Discord's doors, shared with the others every two seconds."""

import asyncio
from collections import Counter, OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.platforms.discord.origins import NAME
from bot.ports import Clock
from bot.ports.doors import Door, Doors, Known, News, Shut

EVERY_S = 2.0
STEP_S = 10
WINDOW = timedelta(minutes=10)
REMEMBERED = 100_000
_ANEW = timedelta(days=1)
"""How often it is told again that a place works."""

log = structlog.get_logger(__name__)


class SharedDoors:
    """Counts and remembers; without a store (`doors` None) for this process alone."""

    def __init__(self, clock: Clock, doors: Doors | None = None) -> None:
        self._clock = clock
        self._doors = doors
        self._sharing = asyncio.Lock()
        self._next_at = 0.0
        self._refused: Counter[int] = Counter()
        self._places: dict[str, Door] = {}
        self._shut: dict[str, Shut] = {}
        self._opened: set[str] = set()
        self._known = Known()
        self._worked: OrderedDict[str, datetime] = OrderedDict()

    async def share(self) -> None:
        """Tell and hear what is new, where the last time is long enough ago."""
        now = self._clock.monotonic()
        if self._doors is None or now < self._next_at or self._sharing.locked():
            return
        async with self._sharing:
            self._next_at = now + EVERY_S
            news = self._taken()
            try:
                self._known = await self._doors.share(NAME, news, since_step=self._oldest())
            except Exception as error:  # noqa: BLE001 - whatever the store raised: it is told later
                self._put_back(news)
                log.warning("discord_doors_not_shared", cause=type(error).__name__)

    def count(self) -> None:
        """Discord has refused a request."""
        self._refused[int(self._clock.real().timestamp()) // STEP_S] += 1

    def lately(self) -> int:
        """How many refusals there were in the last 10 minutes, of all processes."""
        oldest = self._oldest()
        for step in [each for each in self._refused if each < oldest]:
            del self._refused[step]
        known = sum(number for step, number in self._known.refused.items() if step >= oldest)
        return known + self._refused.total()

    def worked(self, place: str) -> None:
        """A message has arrived at a place."""
        now = self._clock.real()
        last = self._worked.get(place)
        if last is None or now - last >= _ANEW:
            self._note(place, Door(worked_at=now))
            self._worked[place] = now
            self._worked.move_to_end(place)
        while len(self._worked) > REMEMBERED:
            self._worked.popitem(last=False)

    async def worked_at(self, place: str) -> datetime | None:
        """When a message last arrived at a place, as far as anybody knows; a day old at most."""
        at = self._worked.get(place)
        return at if at is not None else (await self._door(place)).worked_at

    async def channel(self, person: str) -> str:
        """The channel of somebody's direct messages; empty where nobody knows it."""
        return (await self._door(person)).channel

    def opened(self, person: str, channel: str) -> None:
        """A channel of direct messages was opened."""
        self._note(person, Door(channel=channel))

    def forget(self, person: str) -> None:
        """Nothing of this person is told any more."""
        self._places.pop(person, None)
        self._worked.pop(person, None)

    def shut(self, workspace: str) -> Shut | None:
        """What is known of a workspace that shows us nothing."""
        if workspace in self._opened:
            return None
        return self._shut.get(workspace) or self._known.shut.get(workspace)

    def note_shut(self, workspace: str, shut: Shut) -> None:
        """A workspace shows us nothing, or is tried once more."""
        self._opened.discard(workspace)
        self._shut[workspace] = shut

    def note_open(self, workspace: str) -> None:
        """A workspace takes messages."""
        if self.shut(workspace) is not None:
            self._shut.pop(workspace, None)
            self._opened.add(workspace)

    def _note(self, place: str, door: Door) -> None:
        before = self._places.get(place, Door())
        self._places[place] = Door(
            channel=door.channel or before.channel, worked_at=door.worked_at or before.worked_at
        )

    async def _door(self, place: str) -> Door:
        news = self._places.get(place)
        if self._doors is None or news is not None:
            return news or Door()
        return await self._doors.door(NAME, place)

    def _oldest(self) -> int:
        return int((self._clock.real() - WINDOW).timestamp()) // STEP_S

    def _taken(self) -> News:
        """What is new; from now on it is not."""
        news = News(
            refused=dict(self._refused),
            doors=dict(self._places),
            shut=dict(self._shut),
            opened=frozenset(self._opened),
        )
        known = Counter(self._known.refused)
        known.update(self._refused)
        shut = {**self._known.shut, **self._shut}
        self._known = replace(
            self._known,
            refused=known,
            shut={name: each for name, each in shut.items() if name not in self._opened},
        )
        self._refused.clear()
        self._places.clear()
        self._shut.clear()
        self._opened.clear()
        return news

    def _put_back(self, news: News) -> None:
        """It could not be told: it is news still, though counted once only."""
        known = Counter(self._known.refused)
        known.subtract(news.refused)
        self._known = replace(self._known, refused=known)
        self._refused.update(news.refused)
        self._places = {**news.doors, **self._places}
        self._shut = {**news.shut, **self._shut}
        self._opened |= news.opened - set(self._shut)
