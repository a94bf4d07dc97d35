"""Study groups of 2, 12 and 500 and their year: everything that was sent to whom, as a report.

python -m bench.group_year [FILE]

The real use cases on SQLite, with a clock that jumps; every rule is asserted on every message.
Without a file everything is printed; `make group-year` writes the page of the documentation.
"""

import asyncio
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import structlog

from bot.domain.cards.parts import count
from bot.domain.schedule import local
from bot.storage.migrate import Migrations
from tests.fakes.group_rules import Lived, every_rule, lived_by
from tests.fakes.group_year import CROWD, TWELVE, TWO, Setting, year_on

ROOT = Path(__file__).parent.parent
MOST = 60
INTRODUCTION = """# Three study groups and a year

Two, twelve and five hundred people read together for a year of study time: in Paris, Sydney and
New York, with holidays, quiet hours, people who come late, leave, are away or never answer, and a
lead who is one no longer. Everything below was sent by the real use cases. Written by
`make group-year`, which asserts on every message: one weekly message a discussion, one private
message a week for who said yes, none in quiet hours or on free days, nobody named as behind, a
fair turn to lead, nothing twice. At the end the group's board and its season book are asked for,
and counted once more from what its people did. `tests/models/test_group_year.py` asserts the same
on some months.
"""


async def lived_on(url: str, setting: Setting) -> Lived:
    """A cohort's whole life on the migrated database of this address."""
    async with year_on(url, setting) as year:
        return await lived_by(year)


def letters(lived: Lived, *, most: int | None = None) -> Iterator[str]:
    """Everything that was sent, or the first of it."""
    yield "| local time | where | what |"
    yield "|---|---|---|"
    for each in lived.year.heard[:most]:
        here = local(each.at, lived.zone)
        title = next(line for line in each.text.splitlines() if line.startswith("# "))[2:]
        yield f"| {here:%a %Y-%m-%d %H:%M} | {each.place} | {title} |"


def people(lived: Lived) -> Iterator[str]:
    """Who is in the group at the end, in one line each; the first of very many."""
    done = Counter(who for who, _ in lived.year.done)
    private = Counter(each.place for each in lived.year.private)
    yield "| member | read | led | private messages |"
    yield "|---|---|---|---|"
    for each in lived.members[:MOST]:
        who = each.name.lower()
        yield f"| {each.name} | {done[who]} | {each.led} | {private[who]} |"


def records(lived: Lived) -> str:
    """What the board and the book hold at the end, in a passage."""
    board, year = lived.records.board, lived.year
    read = sum(each.done for each in board.readings)
    rated = sum(each.stars is not None for each in board.readings)
    led = lived.records.book.count("Discussion led by")
    hardest = f"Fewest have finished «{board.hardest}». " if board.hardest else ""
    return fill(
        f"At the end the **board** tells {len(board.readings)} of {board.total} readings, "
        f"{count(board.members, 'member')} ({board.active} active), and {read} times that one of "
        f"them has read one. {hardest}Five or more have rated {count(rated, 'reading')}. Its page "
        f"for leads shows {count(len(board.people), 'member')} who agreed and leaves out "
        f"{board.unseen}. The **book** keeps {count(len(year.thoughts), 'line')}, and who led "
        f"{count(led, 'discussion')}.",
        width=100,
    )


def summary(lived: Lived) -> str:
    """One line about a cohort."""
    year = lived.year
    rest = len(year.heard) - len(year.weekly) - len(year.private) - len(year.readings)
    return (
        f"| {year.setting.members} | {year.setting.zone} | {len(year.readings)} "
        f"| {len(year.weekly)} | {rest} | {len(year.private)} | {len(year.done)} |"
    )


def page(cohorts: list[Lived], *, most: int | None = MOST) -> str:
    """The report; the beginnings alone where `most` is given."""
    lines = [INTRODUCTION]
    lines += [
        "| people | zone | readings | weekly messages | other | private | Done pressed |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [summary(each) for each in cohorts]
    for lived in cohorts:
        lines += [f"\n## {lived.year.setting.members} people, {lived.zone}\n"]
        lines += [records(lived), "", *letters(lived, most=most), ""]
        lines += people(lived) if lived.year.setting.members <= MOST else ()
    return "\n".join([*lines, ""])


async def _all() -> list[Lived]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.sqlite3"
        migrations = Migrations(url=f"sqlite:///{template}", folder=ROOT / "migrations")
        await asyncio.to_thread(migrations.upgrade)
        for setting in (TWO, TWELVE, CROWD):
            path = Path(folder) / f"{setting.members}.sqlite3"
            shutil.copy(template, path)
            lived = await lived_on(f"sqlite:///{path}", setting)
            every_rule(lived)
            found.append(lived)
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    cohorts = asyncio.run(_all())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(cohorts), encoding="utf-8")
    else:
        sys.stdout.write(page(cohorts, most=None))
