"""How a plan becomes a map: which readings share a stop, what each is marked with, and the dates.

A picture holds only so much, so the parts of a book stand together, and a long plan's neighbours
too; sections stand together when there are very many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count, groupby, repeat

from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import EnrollmentState, EnrollmentView, Handled
from bot.domain.ids import ResourceId
from bot.domain.outlook import Outlook
from bot.domain.path_map import MOST_IN_ROW, Here, PathMap, Standing, Stop, StopState, Stretch
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.schedule import local, slots
from bot.domain.shown import clean
from bot.domain.waiting import order

MOST_ROWS = 14
MOST_STRETCHES = 10  # fewer than rows, so that each has one
LONGEST_TITLE = 120

_STATES = {
    Handled.DONE: StopState.DONE,
    Handled.SENT: StopState.CURRENT,
    Handled.SKIPPED: StopState.LEFT_OUT,
    Handled.PASSED: StopState.LEFT_OUT,
}
_STANDINGS = {
    EnrollmentState.PAUSED: Standing.PAUSED,
    EnrollmentState.FINISHED: Standing.FINISHED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One reading of the plan; `is_cover` is an opened book's own card, whose parts follow."""

    id: ResourceId
    number: int
    state: StopState
    due: date | None
    is_cover: bool


_Group = Sequence[_Reading]
_Section = tuple[str, list[_Group]]


def map_path(view: EnrollmentView, study: Study, *, outlook: Outlook) -> PathMap:
    """The map of an enrollment's plan now; `outlook` is where it stands."""
    readings = list(_readings(view, forecast(view, study, outlook=outlook), outlook=outlook))
    counted = [each for each in readings if not each.is_cover]
    here = _here(readings, outlook)
    stretches = _stretches(readings, outlook.curriculum, here=here)
    ended_at = view.enrollment.finished_at if outlook.state is EnrollmentState.FINISHED else None
    return PathMap(
        title=_capped(outlook.plan.title),
        standing=_STANDINGS.get(outlook.state, Standing.RUNNING),
        done=outlook.done,
        total=outlook.total,
        left_out=sum(each.state is StopState.LEFT_OUT for each in counted),
        with_you=sum(each.state is StopState.CURRENT for each in counted),
        stretches=stretches,
        here=here,
        next_on=_day(outlook.next_at, outlook.zone),
        last_on=_day(outlook.last_at, outlook.zone),
        finished_on=_day(ended_at, outlook.zone),
    )


def forecast(view: EnrollmentView, study: Study, *, outlook: Outlook) -> Iterator[date]:
    """The local date of each reading to come, in order; nothing while nothing new is planned."""
    for at in forecast_times(view, study, outlook=outlook):
        yield local(at, outlook.zone).date()


def forecast_times(view: EnrollmentView, study: Study, *, outlook: Outlook) -> Iterator[datetime]:
    """When each reading to come is due (UTC), in order, without end; see `forecast`."""
    if outlook.next_at is None:
        return
    pace, attention = outlook.pace, view.attention
    later = slots(pace, outlook.next_at, free=study.free(view.enrollment.calendar))
    for at in chain([outlook.next_at], later):
        yield from repeat(after_quiet(at, attention.quiet, zone=attention.zone), pace.per_slot)


def _readings(
    view: EnrollmentView, dates: Iterator[date], *, outlook: Outlook
) -> Iterator[_Reading]:
    opened = view.enrollment.expanded
    for number, each in enumerate(
        order(outlook.curriculum, view.enrollment.plan, expanded=opened), start=1
    ):
        how = view.handled.get(each)
        yield _Reading(
            id=each,
            number=number,
            state=_STATES[how] if how else StopState.TO_COME,
            due=None if how else next(dates, None),
            is_cover=each in opened and how is Handled.SKIPPED,
        )


def _here(readings: Sequence[_Reading], outlook: Outlook) -> Here | None:
    """The newest reading that is still open, or else the next one."""
    numbers = {each.id: each.number for each in readings}
    is_open = [each for each in outlook.waiting if each in numbers]
    at = is_open[0] if is_open else outlook.next_id
    if at is None:
        return None
    title = _name(outlook.curriculum, at)
    return Here(number=numbers[at], title=title, is_open=bool(is_open))


def _name(curriculum: Curriculum, resource_id: ResourceId) -> str:
    """A reading's title; a part's with that of its book."""
    resource = curriculum.resource(resource_id)
    if resource.unit_of is None:
        return _capped(resource.title)
    book = _capped(curriculum.resource(resource.unit_of).title)
    return _capped(f"{book[: LONGEST_TITLE // 2].rstrip()}: {resource.title}")


def _stretches(
    readings: Sequence[_Reading], curriculum: Curriculum, *, here: Here | None
) -> tuple[Stretch, ...]:
    sections = _merged_sections(_sections(readings, curriculum))
    size = _group_size([len(groups) for _, groups in sections])
    return tuple(_stretch(title, groups, size=size, here=here) for title, groups in sections)


def _sections(readings: Sequence[_Reading], curriculum: Curriculum) -> list[_Section]:
    """Runs of one section, each in groups: a book with its opened parts, everything else alone."""
    found: list[_Section] = []
    for section_id, run in groupby(readings, key=lambda each: curriculum.resource(each.id).section):
        books = groupby(run, key=lambda each: curriculum.resource(each.id).unit_of or each.id)
        title = _capped(curriculum.section(section_id).title)
        found.append((title, [list(parts) for _, parts in books]))
    return found


def _merged_sections(sections: list[_Section]) -> list[_Section]:
    """At most MOST_STRETCHES of them: neighbours stand together under the name of the first."""
    size = -(-len(sections) // MOST_STRETCHES) or 1
    merged: list[_Section] = []
    for start in range(0, len(sections), size):
        some = sections[start : start + size]
        more = f" and {len(some) - 1} more" if len(some) > 1 else ""
        merged.append((some[0][0] + more, [group for _, groups in some for group in groups]))
    return merged


def _group_size(counts: Sequence[int]) -> int:
    """How many neighbours share a stop, so that all fit into MOST_ROWS rows."""
    return next(
        size
        for size in count(1)
        if sum(-(-stops // (size * MOST_IN_ROW)) for stops in counts) <= MOST_ROWS
    )


def _stretch(title: str, groups: list[_Group], *, size: int, here: Here | None) -> Stretch:
    every = [each for group in groups for each in group]
    together = (chain.from_iterable(groups[at : at + size]) for at in range(0, len(groups), size))
    return Stretch(
        title=title,
        done=sum(each.state is StopState.DONE for each in every),
        total=len(every),
        stops=tuple(_stop(list(group), here) for group in together),
    )


def _stop(group: _Group, here: Here | None) -> Stop:
    counted = [each for each in group if not each.is_cover] or group
    states = {each.state for each in counted}
    rank = (StopState.CURRENT, StopState.TO_COME, StopState.DONE, StopState.LEFT_OUT)
    return Stop(
        number=group[0].number,
        state=next(state for state in rank if state in states),
        count=len(counted),
        done=sum(each.state is StopState.DONE for each in counted),
        due=next((each.due for each in group if each.due is not None), None),
        here=here is not None and any(each.number == here.number for each in group),
    )


def _day(at: datetime | None, zone: str) -> date | None:
    return None if at is None else local(at, zone).date()


def _capped(title: str) -> str:
    return clean(title[: 4 * LONGEST_TITLE])[:LONGEST_TITLE].rstrip()
