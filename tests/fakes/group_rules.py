"""What has to hold for everything that a study group was sent, whatever its year was like."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.domain.group import Member, Round
from bot.domain.quiet import QuietHours
from bot.domain.schedule import local
from bot.library.holidays import CountryHolidays
from tests.fakes.channel import Heard
from tests.fakes.group_records import (
    Records,
    check_board,
    check_book,
    check_who_is_seen,
    records_of,
)
from tests.fakes.group_year import NUDGED_QUIET, QUIET, SILENT, Year

NAME = re.compile(r"Member\d{3}", re.IGNORECASE)
THOUGHT = re.compile(r"Thought (\d+) ")
_COUNT = re.compile(r"Read by: (\d+) of (\d+)")
_TALK = re.compile(r"# Discussion: (\w{3} \d+ \w{3})")


@dataclass(frozen=True)
class Lived:
    """A cohort that has lived, with its readings, its members and its records at the end."""

    year: Year
    rounds: list[Round]
    members: list[Member]
    records: Records

    @property
    def zone(self) -> str:
        return self.year.setting.zone

    def day(self, heard: Heard) -> date:
        return local(heard.at, self.zone).date()


def budget_is_kept(lived: Lived) -> None:
    """One weekly message a discussion, so one in its week; one private message in seven days."""
    talks = [match[1] for each in lived.year.weekly if (match := _TALK.search(each.text))]
    assert max(Counter(talks).values(), default=1) == 1
    days = [lived.day(each) for each in lived.year.weekly]
    assert all((later - earlier).days >= 3 for earlier, later in pairwise(days))
    assert len(days) <= (days[-1] - days[0]).days / 7 + 2 if days else True
    for who in {each.place for each in lived.year.private}:
        mine = [lived.day(each) for each in lived.year.private if each.place == who]
        assert all((later - earlier).days >= 7 for earlier, later in pairwise(mine))


def silence_is_kept(lived: Lived) -> None:
    """Nothing in the channel's quiet hours, nor in those of who is written to in private."""
    setting = lived.year.setting
    quiet = QuietHours.decode(setting.quiet) if setting.quiet else None
    own = QuietHours.decode(NUDGED_QUIET)
    started = {"# Read «Plan» together"}
    for each in lived.year.heard:
        clock = local(each.at, lived.zone).time()
        by_itself = started.isdisjoint(each.text.splitlines())
        if each in lived.year.private:
            assert not own.hush(clock)
        elif quiet is not None and by_itself and each in lived.year.weekly:
            assert not quiet.hush(clock)


def nothing_comes_on_a_free_day(lived: Lived) -> None:
    """No weekly message on a weekend or a holiday."""
    years = {lived.day(each).year for each in lived.year.weekly}
    free = CountryHolidays().dates(lived.year.setting.country, years) if years else ()
    for each in lived.year.weekly:
        assert lived.day(each).weekday() < 5
        assert lived.day(each) not in free


def nobody_is_named_as_behind(lived: Lived) -> None:
    """Names in the channel are those of who leads, or of finishers below half of the group."""
    leads = {each.lead_name for each in lived.rounds} | {lived.year.name(0).title()}
    for each in lived.year.heard:
        if each in lived.year.private:
            continue
        wrote = {lived.year.thoughts[int(found)].who for found in THOUGHT.findall(each.text)}
        finished = wrote | {who for who, text in lived.year.done if text == each.text}
        named = {found.title() for found in NAME.findall(each.text)}
        if "opens the discussion" in each.text:
            assert len(named) == 1, each.text
            continue  # whoever is asked to lead, besides those who did in the end
        assert named <= leads | {who.title() for who in finished}, each.text


def only_who_said_yes_is_written_to(lived: Lived) -> None:
    """Private messages go to the one who said yes, never to who finished, left or is away."""
    assert {each.place for each in lived.year.private} <= {lived.year.name(QUIET)}
    for each in lived.year.private:
        for who, since, back in lived.year.away:
            assert each.place != who or not since <= each.at < back
        assert each.place not in lived.year.left
        told = next(line for line in each.text.splitlines() if "about 20 min" in line)
        finished = [text for who, text in lived.year.done if who == each.place]
        assert not any(told.split("»")[0] in text for text in finished)


def nothing_comes_twice(lived: Lived) -> None:
    """Each message once, each reading once, and one weekly message a reading."""
    assert max(lived.year.talk.platform.keys.values()) == 1
    readings = [each.text.splitlines()[2] for each in lived.year.readings]
    assert max(Counter(readings).values(), default=1) == 1
    told = Counter(each.text.splitlines()[3] for each in lived.year.weekly)
    assert sum(count > 1 for count in told.values()) <= 1, "one more week was given once"


def leads_are_fair(lived: Lived) -> None:
    """Whoever was there all along and answers led as often as the others, one or two apart."""
    year = lived.year
    shy = {year.name(SILENT), year.name(QUIET)}
    steady = {year.name(0), *year.joined[: year.setting.members]} - shy - set(year.left)
    late = {name for name in steady if name in year.late}
    counts = Counter(each.lead_name.lower() for each in lived.rounds)
    led = [counts[name] for name in sorted(steady - late)]
    assert max(led) - min(led) <= 2, counts
    for name, at in year.left.items():
        after = [each for each in lived.rounds if each.sent_at > at]
        assert name.title() not in {each.lead_name for each in after}


def counts_are_those_of_the_group(lived: Lived) -> None:
    """A weekly message tells who had pressed Done on its reading by then, of no more than all."""
    year = lived.year
    for each in year.weekly:
        gone = {who for who, at in year.left.items() if at <= each.at}
        here = {year.name(0), *year.joined} - gone
        title = "# " + each.text.splitlines()[3].partition(",")[0]
        on_it = [who for (who, text), at in year.done.items() if title in text and at <= each.at]
        done, told = len(here.intersection(on_it)), _COUNT.search(each.text)
        assert (told is None) == (done == 0), each.text
        assert told is None or (int(told[1]) == done <= int(told[2]) <= len(here)), each.text


def the_board_counts_as_people_did(lived: Lived) -> None:
    """Pace, drop-off and ratings: an independent count."""
    check_board(lived.year, lived.records)


def only_leads_see_who_read_what(lived: Lived) -> None:
    """And only of members who agreed."""
    check_who_is_seen(lived.year, lived.records)


def the_book_keeps_the_season(lived: Lived) -> None:
    """All lines, leads, ratings, dates and counts."""
    check_book(lived.year, lived.records)


async def lived_by(year: Year) -> Lived:
    """A cohort's whole life."""
    await year.live()
    rounds, members = await year.rounds(), await year.members()
    return Lived(year, rounds, members, await records_of(year))


def every_rule(lived: Lived) -> None:
    """All of them."""
    for rule in RULES:
        rule(lived)


RULES = (
    budget_is_kept,
    silence_is_kept,
    nothing_comes_on_a_free_day,
    nobody_is_named_as_behind,
    only_who_said_yes_is_written_to,
    nothing_comes_twice,
    leads_are_fair,
    counts_are_those_of_the_group,
    the_board_counts_as_people_did,
    only_leads_see_who_read_what,
    the_book_keeps_the_season,
)
