"""A cohort's year as a report: everything that would be sent to whom, when and why.

python -m bench.cohort [FILE]

Without a file everybody's messages are printed in full; `make cohort` writes the page of the
documentation, with some of them.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.domain.delivery import DeliveryKind
from bot.domain.schedule import local
from bot.usecases.rehearse import title_of, why
from tests.fakes.cohort import Cohort, Somebody, year

MOST = 45
"""So many messages of a person stand in the documentation."""
INTRODUCTION = """# A cohort's year

Fifty people with different zones, paces and habits, and a year of study time: what the planner
would send them. Written by `make cohort`; `tests/models/test_cohort.py` asserts the rules of
[attention.md](attention.md) on every message. The first months of four people follow;
`python -m bench.cohort` prints everybody's year.
"""
IN_FULL = ("never answers", "comes back after weeks", "waits for me", "uses the buttons")


def table(cohort: Cohort) -> Iterator[str]:
    """Everybody in one line."""
    yield "| who | zone | paces | readings | reminders | nudges | buttons pressed |"
    yield "|---|---|---|---|---|---|---|"
    for each in cohort.people:
        kinds = Counter(message.delivery.kind for message in cohort.told_to(each))
        reminders, nudges = kinds[DeliveryKind.DIGEST], kinds[DeliveryKind.NUDGE]
        pressed = ", ".join(f"{label} {count}" for label, count in sorted(each.presses.items()))
        yield (
            f"| {each.name} | {each.zone} | {each.pace.encode().split('|')[0]} "
            f"| {kinds.total() - reminders - nudges} | {reminders} | {nudges} | {pressed} |"
        )


def letters(cohort: Cohort, who: Somebody, *, most: int | None = None) -> Iterator[str]:
    """Every message of one person, or the first of them."""
    told = cohort.told_to(who)
    yield f"\n## {who.name}, {who.zone}\n"
    yield "| local time | plan | what | why |"
    yield "|---|---|---|---|"
    for message in told[:most]:
        here = local(message.at, who.zone)
        what, plan = title_of(message, cohort.study), message.before.enrollment.plan
        yield f"| {here:%a %Y-%m-%d %H:%M} | {plan} | {what} | {why(message)} |"
    if most is not None and len(told) > most:
        yield f"\nAnd {len(told) - most} more."


def page(cohort: Cohort) -> str:
    """The page of the documentation."""
    lines = [INTRODUCTION, *table(cohort)]
    for habit in IN_FULL:
        lines += letters(cohort, next(p for p in cohort.people if p.habit == habit), most=MOST)
    return "\n".join([*lines, ""])


def everything(cohort: Cohort) -> str:
    """The whole year of everybody."""
    lines = [*table(cohort)]
    for each in cohort.people:
        lines += letters(cohort, each)
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    lived = asyncio.run(year())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(lived), encoding="utf-8")
    else:
        sys.stdout.write(everything(lived))
