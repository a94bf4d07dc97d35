"""Curriculum: sections in order, resources in order, and the plans that select from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId, PlanId, ResourceId, Revision, SectionId

MOST_ORDERS = 1024
"""So many orders are remembered: plans times the shelf items that people have opened."""


class Kind(StrEnum):
    """What a resource is, in a reader's words."""

    ARTICLE = "article"
    BOOK = "book"
    BOOK_EXCERPT = "book excerpt"
    BOOKLET = "booklet"
    CASE_STUDY = "case study"
    CODE = "code"
    COMMUNITY = "community"
    COURSE = "course"
    COURSE_LIST = "course list"
    LECTURE_NOTES = "lecture notes"
    PAPER = "paper"
    THREAD = "thread"
    TUTORIAL = "tutorial"
    VIDEO = "video"


class Access(StrEnum):
    """Whether reading it costs money."""

    FREE = "free"
    PAID = "paid"
    DRAFT_FREE = "draft free"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Something else worth opening beside a resource."""

    title: str
    url: str


class Level(StrEnum):
    """How much a reading asks its reader to know."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Our own words beside a reading: why it matters and what to look for.

    `from_title` says that the source could not be read, so that they keep to what its title,
    authors and date support. `alternative` is free where the source is paid.
    """

    why: str
    look_for: tuple[str, ...]
    questions: tuple[str, ...]
    takeaway: str
    level: Level
    topics: tuple[str, ...] = ()
    prerequisites: str = ""
    alternative: Related | None = None
    from_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a company decided, to be guessed before reading: `answer` counts options from 0."""

    question: str
    options: tuple[str, ...]
    answer: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy:
    """What makes a resource a case study of machine learning in production.

    `catalogue_topics` are those of the catalogue's topics that it belongs to, `likeness` the
    answers it gives to "companies like us".
    """

    company: str
    industry: str
    task: str
    topics: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    summary: str = ""
    data: str = ""
    metric: str = ""
    decisions: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    ask_yourself: tuple[str, ...] = ()
    catalogue_topics: tuple[str, ...] = ()
    likeness: tuple[str, ...] = ()
    vote: Vote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One thing to read, watch or work through, under an id that never changes.

    `minutes` is an estimate of the time it takes; 0 says that nobody can tell (a community).
    `shelf` marks a textbook or a course: one card in a plan, studied in parts only on request.
    `added` is the day a resource joined a curriculum that people were following already.
    `url_note` says what a reader should know of the link, for example that it opens the guide.
    """

    id: ResourceId
    section: SectionId
    title: str
    kind: Kind
    url: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    source: str = ""
    access: Access = Access.UNKNOWN
    minutes: int = 0
    url_note: str = ""
    note: str = ""
    shelf: bool = False
    units: tuple[ResourceId, ...] = ()
    unit_of: ResourceId | None = None
    unit_number: int = 0
    related: tuple[Related, ...] = ()
    case: CaseStudy | None = None
    guide: Guide | None = None
    added: date | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of the path; `parent` names the section it stands under, if any.

    `opening` says what one can do after it, `closing` what to take along, with one question.
    """

    id: SectionId
    title: str
    theme: str = ""
    parent: SectionId | None = None
    opening: str = ""
    closing: str = ""
    closing_question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A selection of a curriculum that ends; `resources` are ids in reading order."""

    id: PlanId
    title: str
    summary: str
    resources: tuple[ResourceId, ...]


class UnknownResource(UserError):
    """I do not know that reading. Type `path` to see what is on your plan."""


class UnknownPlan(UserError):
    """I do not know that plan. Type `enroll` to see the plans there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """A whole curriculum at one revision (the hash of its content).

    `archive` is the address of a page's archived copy, with `{url}` where its own belongs.

    `resources` holds every resource by id, the units of shelf items and retired ones included.
    `plans` stand in the order in which they are offered.
    """

    id: CurriculumId
    title: str
    credit: str
    url: str
    revision: Revision
    sections: tuple[Section, ...]
    resources: Mapping[ResourceId, Resource]
    plans: tuple[Plan, ...]
    archive: str = ""
    _plans: Mapping[PlanId, Plan] = field(init=False, repr=False, compare=False)
    _orders: dict[tuple[PlanId, tuple[ResourceId, ...]], tuple[ResourceId, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plans", {plan.id: plan for plan in self.plans})

    def resource(self, resource_id: ResourceId) -> Resource:
        """The resource of this id, retired or not.

        Raises:
            UnknownResource: no resource has it.
        """
        try:
            return self.resources[resource_id]
        except KeyError:
            raise UnknownResource from None

    def plan(self, plan_id: PlanId) -> Plan:
        """The plan of this id.

        Raises:
            UnknownPlan: no plan has it.
        """
        try:
            return self._plans[plan_id]
        except KeyError:
            raise UnknownPlan from None

    def order(
        self, plan_id: PlanId, expanded: tuple[ResourceId, ...] = ()
    ) -> tuple[ResourceId, ...]:
        """The readings of a plan in order, retired ones left out; remembered, as all ask for it.

        The parts of an expanded shelf item follow its own card.

        Raises:
            UnknownPlan: no plan has this id.
        """
        known = self._orders.get((plan_id, expanded))
        if known is None:
            if len(self._orders) >= MOST_ORDERS:
                self._orders.clear()
            known = self._orders[plan_id, expanded] = tuple(self._walk(plan_id, expanded))
        return known

    def _walk(self, plan_id: PlanId, expanded: tuple[ResourceId, ...]) -> Iterator[ResourceId]:
        for resource_id in self.plan(plan_id).resources:
            units = self.resource(resource_id).units if resource_id in expanded else ()
            for each in (resource_id, *units):
                if not self.resource(each).retired:
                    yield each

    def section(self, section_id: SectionId) -> Section:
        """The section of this id, which every resource's section is."""
        return next(section for section in self.sections if section.id == section_id)
