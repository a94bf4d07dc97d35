"""A small curriculum of domain values: two sections, a shelf book in parts, real case studies."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.curriculum import (
    Access,
    CaseStudy,
    Curriculum,
    Guide,
    Kind,
    Level,
    Plan,
    Related,
    Resource,
    Section,
    Vote,
)
from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId, PlanId, ResourceId, Revision, SectionId

MLOPS = CurriculumId("mlops")
CASES = PlanId("case-studies")
CORE = PlanId("core")
WHOLE = PlanId("whole-path")

_BASICS, _CASES = SectionId("basics"), SectionId("case-studies")


class UnknownCountry(UserError):
    """I do not know that country. Try `settings holidays FR`."""


class SomeHolidays:
    """Implements `ports.Holidays`: Christmas and New Year in France, nothing anywhere else."""

    def dates(self, country: str, years: Iterable[int]) -> frozenset[date]:
        if country != "FR":
            raise UnknownCountry
        return frozenset(day for y in years for day in (date(y, 12, 25), date(y, 12, 29)))

    def countries(self) -> frozenset[str]:
        return frozenset({"FR"})


@dataclass
class SmallLibrary:
    """Implements `ports.Library`."""

    curricula: dict[CurriculumId, Curriculum] = field(default_factory=dict)


def library() -> SmallLibrary:
    """A library with the small curriculum."""
    return SmallLibrary({MLOPS: curriculum()})


QUESTIONS = ("What would you measure first?", "Where would it fail with you?")


GUIDE = Guide(
    why="It shows what a baseline is worth.",
    look_for=("How they measure it",),
    questions=QUESTIONS,
    takeaway="What I would copy",
    level=Level.INTERMEDIATE,
)


def with_questions() -> SmallLibrary:
    """The same, and its case studies have something to talk about."""
    books = library()
    books.curricula[MLOPS] = replace(
        books.curricula[MLOPS],
        resources={
            each.id: replace(each, guide=GUIDE) if each.case else each
            for each in books.curricula[MLOPS].resources.values()
        },
    )
    return books


def curriculum() -> Curriculum:
    """Four readings, a book with three parts, and four case studies in three plans."""
    everything = [*_readings(), *_book(), *_case_studies()]
    basics = [r.id for r in everything if r.section == _BASICS and r.unit_of is None]
    cases = [r.id for r in everything if r.section == _CASES]
    return Curriculum(
        id=MLOPS,
        title="MLOps guide",
        credit="Written by somebody else",
        url="https://example.org/guide",
        revision=Revision("1"),
        sections=(
            Section(id=_BASICS, title="MLOps: basics", theme="first things first"),
            Section(id=_CASES, title="Case studies"),
        ),
        resources={each.id: each for each in everything},
        plans=(
            Plan(
                id=CASES,
                title="Case studies",
                summary="True stories of machine learning at work.",
                resources=tuple(cases),
            ),
            Plan(
                id=CORE,
                title="MLOps core",
                summary="The basics, step by step.",
                resources=tuple(each for each in basics if each != "book"),
            ),
            Plan(
                id=WHOLE,
                title="Whole path",
                summary="Everything in order.",
                resources=(*basics, *cases),
            ),
        ),
    )


def _readings() -> tuple[Resource, ...]:
    def reading(name: str, title: str, **more: object) -> Resource:
        return Resource(
            id=ResourceId(name),
            section=_BASICS,
            title=title,
            url=f"https://example.org/{name}",
            **more,  # type: ignore[arg-type]
        )

    return (
        reading(
            "rules",
            "Rules of Machine Learning",
            kind=Kind.ARTICLE,
            authors=("Martin Zinkevich",),
            year=2019,
            source="Google",
            access=Access.FREE,
            minutes=45,
            note="Forty-three rules; the first is to launch without machine learning.",
        ),
        reading("talk", "Production myths", kind=Kind.VIDEO, authors=("Chip Huyen",), minutes=75),
        reading("shifts", "Data Distribution Shifts", kind=Kind.BOOK_EXCERPT, minutes=60),
        reading(
            "forum",
            "A community",
            kind=Kind.COMMUNITY,
            url_note="The link opens the guide; the invitation stands there.",
        ),
    )


def _book() -> tuple[Resource, ...]:
    units = tuple(ResourceId(f"book-{number}") for number in (1, 2, 3))
    book = Resource(
        id=ResourceId("book"),
        section=_BASICS,
        title="Designing Machine Learning Systems",
        kind=Kind.BOOK,
        url="https://example.org/book",
        authors=("Chip Huyen",),
        year=2022,
        source="O'Reilly",
        access=Access.PAID,
        shelf=True,
        units=units,
    )
    parts = tuple(
        Resource(
            id=unit,
            section=_BASICS,
            title=f"Chapter {number}",
            kind=Kind.BOOK,
            url="https://example.org/book",
            minutes=50,
            unit_of=book.id,
            unit_number=number,
        )
        for number, unit in enumerate(units, 1)
    )
    return (book, *parts)


def _case_studies() -> tuple[Resource, ...]:
    def case(name: str, title: str, study: CaseStudy, **more: object) -> Resource:
        return Resource(
            id=ResourceId(name),
            section=_CASES,
            title=title,
            kind=Kind.CASE_STUDY,
            url=f"https://example.org/{name}",
            minutes=30,
            case=study,
            **more,  # type: ignore[arg-type]
        )

    return (
        case(
            "netflix-quality",
            "Using Machine Learning to Improve Streaming Quality at Netflix",
            CaseStudy(
                company="Netflix",
                industry="media",
                task="prediction and anomaly detection",
                topics=("network quality", "predictive caching"),
                facts=("over 117M members worldwide in 2018",),
                vote=Vote(
                    question="How would they find the alerts that matter?",
                    options=("A higher threshold", "Learning from past alerts", "By hand"),
                    answer=1,
                    because="Past verdicts became labels.",
                ),
            ),
            authors=("Chaitanya Ekanadham",),
            year=2018,
            source="Netflix Technology Blog",
            related=(Related(title="A talk on the same", url="https://example.org/netflix-talk"),),
        ),
        case(
            "airbnb-homes",
            "Predicting the Value of Homes",
            CaseStudy(company="Airbnb", industry="travel", task="regression"),
        ),
        case(
            "lyft-fraud",
            "From shallow to deep learning in fraud",
            CaseStudy(
                company="Lyft",
                industry="ride hailing",
                task="fraud detection",
                likeness=("fraud and abuse",),
            ),
        ),
        case(
            "dropbox-ocr",
            "Creating a Modern OCR Pipeline",
            CaseStudy(
                company="Dropbox",
                industry="software",
                task="optical character recognition",
                topics=("pipelines",),
            ),
        ),
    )
