"""Plans of any shape as maps: sections of readings and books, each reading in some state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.domain.curriculum import Curriculum, Kind, Plan, Resource, Section
from bot.domain.enrollment import (
    NO_REST,
    Attention,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.ids import (
    CurriculumId,
    EnrollmentId,
    PersonId,
    PlaceId,
    PlanId,
    ResourceId,
    Revision,
    SectionId,
    WorkspaceId,
)
from bot.domain.outlook import default_pace, look
from bot.domain.path_map import PathMap
from bot.domain.path_mapping import map_path
from bot.domain.position import Study
from bot.domain.schedule import NO_FREE_DAYS
from bot.domain.waiting import order, refilled

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)  # Monday, 09:00 in Paris
NEXT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLAN = PlanId("plan")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A plan: its title, and for each section its title and how many parts each entry has.

    A reading has no parts; an entry with parts is a book whose parts are taken one by one.
    """

    title: str = "MLOps core"
    sections: tuple[tuple[str, tuple[int, ...]], ...] = (("Basics", (0, 0, 0)),)
    reading: str = "Feature engineering"


def curriculum_of(shape: Shape) -> Curriculum:
    """A curriculum with this one plan."""
    resources: dict[ResourceId, Resource] = {}
    chosen: list[ResourceId] = []
    for place, (_, entries) in enumerate(shape.sections):
        for number, parts in enumerate(entries):
            entry = _entry(shape, section=place, number=number, parts=parts)
            resources |= {each.id: each for each in entry}
            chosen.append(entry[0].id)
    return Curriculum(
        id=CurriculumId("any"),
        title="Any guide",
        credit="",
        url="https://example.org",
        revision=Revision("1"),
        sections=tuple(
            Section(id=SectionId(f"s{place}"), title=title)
            for place, (title, _) in enumerate(shape.sections)
        ),
        resources=resources,
        plans=(Plan(id=PLAN, title=shape.title, summary="", resources=tuple(chosen)),),
    )


def _entry(shape: Shape, *, section: int, number: int, parts: int) -> list[Resource]:
    name = f"s{section}-{number}"
    units = tuple(ResourceId(f"{name}-{part}") for part in range(parts))
    book = Resource(
        id=ResourceId(name),
        section=SectionId(f"s{section}"),
        title=shape.reading,
        kind=Kind.BOOK if parts else Kind.ARTICLE,
        url="https://example.org",
        units=units,
    )
    return [
        book,
        *(
            replace(book, id=unit, title=f"Part {part}", units=(), unit_of=book.id)
            for part, unit in enumerate(units, 1)
        ),
    ]


def seen(
    shape: Shape,
    states: Sequence[Handled | None] = (),
    *,
    state: EnrollmentState = EnrollmentState.ACTIVE,
) -> tuple[EnrollmentView, Study]:
    """An enrollment of a shape whose first readings are in these states."""
    curriculum = curriculum_of(shape)
    opened = tuple(each.id for each in curriculum.resources.values() if each.units)
    ids = order(curriculum, PLAN, expanded=opened)
    handled = {each: how for each, how in zip(ids, states, strict=False) if how is not None}
    view = _view(curriculum, handled, opened=opened, state=state)
    return view, Study(curriculum=curriculum, now=NOW, free=lambda _: NO_FREE_DAYS)


def _view(
    curriculum: Curriculum,
    handled: Mapping[ResourceId, Handled],
    *,
    opened: tuple[ResourceId, ...],
    state: EnrollmentState,
) -> EnrollmentView:
    bare = Enrollment(
        id=EnrollmentId(1),
        workspace_id=WorkspaceId(1),
        place_id=PlaceId(1),
        person_id=PersonId(1),
        curriculum=curriculum.id,
        plan=PLAN,
        state=state,
        policy=Policy.DRIP,
        pace=default_pace(len(order(curriculum, PLAN)), "Europe/Paris"),
        calendar=NO_REST,
        revision=curriculum.revision,
        next_ids=(),
        left=0,
        unfinished=0,
        expanded=opened,
        version=1,
        started_at=NOW,
        finished_at=NOW if state is EnrollmentState.FINISHED else None,
    )
    due = NEXT if state is EnrollmentState.ACTIVE else None
    return EnrollmentView(
        enrollment=refilled(bare, curriculum, handled=handled),
        attention=Attention(zone="Europe/Paris"),
        schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=due),),
        handled=handled,
    )


def mapped(
    shape: Shape,
    states: Sequence[Handled | None] = (),
    *,
    state: EnrollmentState = EnrollmentState.ACTIVE,
) -> PathMap:
    """The map of such a plan."""
    view, study = seen(shape, states, state=state)
    return map_path(view, study, outlook=look(view, study))


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        (
            "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
            "\u202egnp.exe\u202c",
            "\U0001f680" * 40,
            "\u673a\u5668\u5b66\u4e60",
            "Ze\u0301ro a\u0300 l\u2019\u00e9chelle",
            "W" * 500,
            "nul\x00l \x1b[31m",
            "\ud800 half",
            "",
        )
    ),
)
"""Titles that somebody may have typed."""


@dataclass(frozen=True, kw_only=True)
class Somewhere:
    """Somebody's place on a plan of some shape."""

    shape: Shape
    states: tuple[Handled | None, ...]
    state: EnrollmentState

    @property
    def seen(self) -> tuple[EnrollmentView, Study]:
        """The enrollment."""
        return seen(self.shape, self.states, state=self.state)


@st.composite
def places(draw: st.DrawFn) -> Somewhere:
    """Plans of one reading up to a few hundred, somewhere along the way."""
    entries = st.lists(st.sampled_from((0, 0, 0, 0, 3, 28)), min_size=1, max_size=20)
    sections = draw(st.lists(st.tuples(HOSTILE, entries.map(tuple)), min_size=1, max_size=14))
    how = st.sampled_from([*Handled, Handled.DONE, Handled.DONE, None])
    return Somewhere(
        shape=Shape(title=draw(HOSTILE), sections=tuple(sections), reading=draw(HOSTILE)),
        states=tuple(draw(st.lists(how, max_size=60))),
        state=draw(st.sampled_from((EnrollmentState.ACTIVE, EnrollmentState.PAUSED))),
    )
