"""A study group's year: the real use cases on a real database, and a clock that jumps.

Members press what people press: most finish a reading now and then, some join late, some leave,
one never answers, leads come and go. The same seed gives the same year.
"""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.card import Press
from bot.domain.conversation import Reply
from bot.domain.group import LeadState, Member, Round
from bot.domain.ids import EnrollmentId
from bot.domain.schedule import local
from bot.library.holidays import CountryHolidays
from bot.ports import Party
from tests.fakes.channel import Channel, Heard
from tests.fakes.curricula import SmallLibrary
from tests.fakes.talk import Talk, talk_on
from tests.fakes.world import COURSE, course

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
PUBLIC = "https://study.example.org"
SILENT, QUIET, SECOND_LEAD = 1, 2, 3
"""Who never answers, who is quiet and said yes to nudges, and who leads for a while."""
NUDGED_QUIET = "12:00-18:00"
"""The quiet hours of the one who said yes to nudges."""
EVERY_THIRD = 3
"""So many let the leads see what they have read, from the first on."""
_RATING, _WRITING = 0.6, 0.3
_KINDS = ("learned", "liked", "disagree")
_LATE = (3, 9, 15)
_LEAVING = (8, 13)
_AWAY = (12, 14)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A cohort: how many, where, and for how long."""

    members: int
    zone: str
    country: str
    days: str
    talks: str
    weeks: int = 52
    quiet: str = ""
    doing: float = 0.6


TWO = Setting(members=2, zone="Europe/Paris", country="FR", days="monday 10:00",
              talks="thursday 16:00")  # fmt: skip
TWELVE = Setting(members=12, zone="Australia/Sydney", country="AU", days="wednesday 09:00",
                 talks="monday 11:00", quiet="21:00-08:00")  # fmt: skip
CROWD = Setting(members=500, zone="America/New_York", country="US", days="tuesday 09:00",
               talks="friday 15:00", doing=0.1)  # fmt: skip


@dataclass(frozen=True)
class Thought:
    """A line that somebody wrote about a reading; its number stands in its text."""

    who: str
    reading: str
    kind: str
    text: str


@dataclass
class Year:
    """A cohort on its way, with everything that was sent and done."""

    setting: Setting
    talk: Talk
    channel: Channel
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    taste: random.Random = field(default_factory=lambda: random.Random(11))
    joined: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left: dict[str, datetime] = field(default_factory=dict)
    done: dict[tuple[str, str], datetime] = field(default_factory=dict)
    away: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    thoughts: list[Thought] = field(default_factory=list)
    stars: dict[tuple[str, str], int] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    begins_at: dict[str, int] = field(default_factory=dict)
    said_yes: dict[int, str] = field(default_factory=dict)

    @property
    def heard(self) -> list[Heard]:
        return self.channel.heard

    @property
    def weekly(self) -> list[Heard]:
        """The weekly messages of the group."""
        return [each for each in self.heard if "Read by:" in each.text]

    @property
    def private(self) -> list[Heard]:
        return [each for each in self.heard if each.message.to.is_dm]

    @property
    def readings(self) -> list[Heard]:
        """The messages that bring a reading to the channel."""
        channel = (each for each in self.heard if not each.message.to.is_dm)
        return [each for each in channel if "[Done]" in each.text]

    def name(self, number: int) -> str:
        return f"member{number:03}"

    async def live(self) -> None:
        """From the first word to the last week."""
        await self._begin()
        for week in range(self.setting.weeks):
            await self._week(week)
        await self.channel.until(START + self.setting.weeks * WEEK)

    async def party(self, person: str) -> Party:
        origin = self.channel.origin(person)
        return await self.talk.store.people.party(origin, zone=self.setting.zone)

    async def plan(self) -> EnrollmentId:
        party = await self.party(self.name(0))
        return (await self.talk.store.people.enrollments_here(party))[0].enrollment.id

    async def rounds(self) -> list[Round]:
        party = await self.party(self.name(0))
        return list(await self.talk.store.groups.rounds(party, await self.plan()))

    async def members(self) -> list[Member]:
        party, now = await self.party(self.name(0)), self.talk.clock.now()
        return list(await self.talk.store.groups.members(party, await self.plan(), now=now))

    async def press_done(self, person: str, reading: Heard) -> Reply:
        """Somebody has read it."""
        press = next(b.press for b in reading.message.card.buttons if b.label == "Done")
        reply = await self.channel.reply(person, press=press, key=reading.message.key)
        key = (person, reading.text)
        self.done.setdefault(key, self.talk.clock.now())
        return reply

    async def _say_how_it_was(self, person: str, reading: Heard, *, offered: Reply) -> None:
        """Most rate it, some write a line for the group."""
        rates, writes = (self.taste.random() < each for each in (_RATING, _WRITING))
        values: dict[str, str] = {}
        if rates:
            stars = self.taste.randint(1, 5)
            self.stars[person, reading.text] = stars
            values["rating"] = str(stars)
        if writes:
            kind, number = self.taste.choice(_KINDS), len(self.thoughts)
            thought = Thought(person, reading.text, kind, f"Thought {number} & <more> *of* it")
            self.thoughts.append(thought)
            values[kind] = thought.text
        if values and offered.card is not None:
            press = next(b.press for b in offered.card.buttons if b.label.startswith("Share"))
            await self.channel.reply(person, press=press, values=values)

    async def _begin(self) -> None:
        lead = self.name(0)
        self.begins_at[lead] = 1
        await self.channel.say(lead, f"enroll plan {self.setting.days}")
        await self.channel.say(lead, f"holidays {self.setting.country}")
        await self.channel.say(lead, f"group discussion {self.setting.talks}")
        if self.setting.quiet:
            await self.channel.say(lead, f"quiet {self.setting.quiet}")
        await self._lets_leads_see(lead)
        for number in range(1, self.setting.members):
            if number % 10 != 9:  # the others come later
                await self._join(number)
        if self.setting.members > QUIET:
            await self.channel.say(self.name(QUIET), "group nudges yes")
            await self.channel.say(self.name(QUIET), f"quiet {NUDGED_QUIET}", private=True)

    async def _join(self, number: int) -> None:
        person = self.name(number)
        await self.channel.reply(person, press=Press("group join"))
        self.joined.append(person)
        self.begins_at[person] = max(1, len(self.readings))
        if number % EVERY_THIRD == 0:
            await self._lets_leads_see(person)

    async def _lets_leads_see(self, person: str) -> None:
        await self.channel.say(person, "group visible yes")
        self.agreed.append(person)

    async def _week(self, week: int) -> None:
        """What people do in a week; the clock stops wherever something is due."""
        begins = START + week * WEEK
        await self.channel.until(begins + 3 * HOUR)
        await self._comings_and_goings(week)
        for day in (2, 3, 5):
            await self.channel.until(begins + day * DAY + 5 * HOUR)
            await self._some_finish()
            await self._asked_answers()

    async def _comings_and_goings(self, week: int) -> None:
        number = 10 * (1 + _LATE.index(week)) - 1 if week in _LATE else 0
        if 0 < number < self.setting.members:
            await self._join(number)
            self.late.append(self.name(number))
        if self.setting.members <= 6:
            return
        if week in _LEAVING:
            person = self.name(5 + _LEAVING.index(week))
            await self.channel.say(person, "leave group")
            self.left[person] = self.talk.clock.now()
        if week == _AWAY[0]:
            back = START + _AWAY[1] * WEEK
            said = f"group away until {local(back, self.setting.zone):%Y-%m-%d}"
            await self.channel.say(self.name(QUIET), said)
            self.away.append((self.name(QUIET), self.talk.clock.now(), back))
        await self._leads(week)

    async def _leads(self, week: int) -> None:
        """A second lead, who is one no longer later on and finds the doors shut."""
        name = self.name(SECOND_LEAD).title()
        if week == 4:
            await self.channel.say(self.name(0), f"group leads add {name}")
            await self.channel.say(self.name(SECOND_LEAD), "one more week")
        if week == 6:
            await self.channel.say(self.name(0), f"group leads remove {name}")
            self.refused.append(await self.channel.say(self.name(SECOND_LEAD), "pause"))
            self.refused.append(
                await self.channel.say(self.name(SECOND_LEAD), "group reminders off")
            )

    async def _asked_answers(self) -> None:
        """Whoever is asked to lead says yes, but for those who never say anything."""
        asked = [each for each in await self.rounds() if each.lead_state is LeadState.ASKED]
        for each in asked:
            person = each.lead_name.lower()
            if person not in {self.name(SILENT), self.name(QUIET)}:
                await self.channel.say(person, "group lead")
                self.said_yes[each.number] = person

    async def _some_finish(self) -> None:
        """A share of the members press Done on the latest reading; two of them never do."""
        if not self.readings:
            return
        latest = self.readings[-1]
        for person in [self.name(0), *self.joined]:
            shy = person in {self.name(SILENT), self.name(QUIET)} and self.setting.members > QUIET
            gone = person in self.left or (person, latest.text) in self.done
            if not shy and not gone and self.chance.random() < self.setting.doing:
                offered = await self.press_done(person, latest)
                await self._say_how_it_was(person, latest, offered=offered)


@asynccontextmanager
async def year_on(url: str, setting: Setting) -> AsyncIterator[Year]:
    """A cohort before its first word, on the migrated database of this address."""
    books = SmallLibrary({COURSE: course(70)})
    async with talk_on(url, books=books, public_url=PUBLIC, holidays=CountryHolidays()) as talk:
        channel = Channel(talk, zone=setting.zone)
        yield Year(setting=setting, talk=talk, channel=channel)
