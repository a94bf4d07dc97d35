"""The shipped curriculum: all of the guide, in its order."""

import re
import textwrap
from functools import cache
from pathlib import Path

from bot.domain.curriculum import Access, Curriculum, Kind, Resource
from bot.domain.ids import CurriculumId, PlanId, ResourceId
from bot.library import load_library, shipped

SECTIONS = {
    "fundamentals": [
        "free-ml-courses",
        "murphy-probabilistic-perspective",
        "mackay-information-theory",
        "deep-learning-book",
        "introduction-to-information-retrieval",
        "sutton-barto-reinforcement-learning",
        "spinning-up-deep-rl",
        "karpathy-zero-to-hero",
        "tools-and-concepts-to-prioritize",
        "stanford-ai-courses-survivors-guide",
    ],
    "mlops": ["designing-machine-learning-systems", "mlops-discord-community"],
    "overview": [
        "ml-production-myths",
        "intro-ml-in-production",
        "rules-of-machine-learning",
        "looking-at-200-ml-tools",
        "ml-tools-landscape-v2",
        "ml-test-score",
        "llm-applications-for-production",
    ],
    "intermediate": [
        "creating-training-data",
        "feature-engineering-notes",
        "data-distribution-shifts",
        "instrumentation-observability-monitoring",
        "rlhf",
    ],
    "advanced": [
        "real-time-ml",
        "data-systems-fundamentals",
        "ml-compilers-introduction",
        "data-scientists-kubernetes",
        "self-serve-feature-platforms",
    ],
    "career": [
        "ml-interviews-book",
        "ml-interviews-process",
        "career-advice-cs-graduates",
        "four-lessons-first-job",
        "seven-reasons-not-to-join-a-startup",
        "compensation-19k-tech-workers",
        "glassdoor-interview-reviews",
        "what-we-look-for-in-a-resume",
    ],
    "case-studies": [
        "airbnb-home-value",
        "netflix-streaming-quality",
        "booking-150-models",
        "airbnb-experiences-ranking",
        "lyft-fraud",
        "instacart-space-time-groceries",
        "dropbox-ocr",
        "uber-michelangelo",
        "chicisimo-fashion",
    ],
    "bonus": [
        "python-is-cool",
        "just-pandas-things",
        "coding-exercises",
        "batch-to-streaming-mindset",
        "four-job-hunting-tips",
        "ml-systems-design-booklet",
    ],
}
COURSES = [
    "stanford-probability-statistics",
    "mit-18-06-linear-algebra",
    "cs231n",
    "fastai-practical-deep-learning",
    "cs224n",
    "coursera-machine-learning",
    "probabilistic-graphical-models",
    "deepmind-intro-rl",
    "full-stack-deep-learning",
    "win-data-science-competition",
]
UNITS = {
    "murphy-probabilistic-perspective": 28,
    "mackay-information-theory": 50,
    "deep-learning-book": 20,
    "introduction-to-information-retrieval": 21,
    "sutton-barto-reinforcement-learning": 17,
    "designing-machine-learning-systems": 11,
    "ml-interviews-book": 8,
    "rules-of-machine-learning": 4,
}
GUIDE = "https://huyenchip.com/mlops/"


@cache
def mlops() -> Curriculum:
    library = load_library([shipped("curriculum")])
    assert [str(error) for error in library.refused] == []
    return library.curricula[CurriculumId("mlops")]


def resource(name: str) -> Resource:
    return mlops().resource(ResourceId(name))


def readings() -> list[Resource]:
    return [each for each in mlops().resources.values() if each.unit_of is None]


def test_every_reading_of_the_guide_is_there_in_its_order() -> None:
    assert [section.id for section in mlops().sections] == list(SECTIONS)
    found = {name: [each.id for each in readings() if each.section == name] for name in SECTIONS}
    assert found == SECTIONS
    assert len(readings()) == 52


def test_the_levels_stand_under_mlops() -> None:
    children = [section.id for section in mlops().sections if section.parent == "mlops"]
    assert children == ["overview", "intermediate", "advanced"]


def test_three_plans_end_and_are_offered_from_short_to_long() -> None:
    plans = {plan.id: list(plan.resources) for plan in mlops().plans}
    core = [*SECTIONS["overview"], *SECTIONS["intermediate"], *SECTIONS["advanced"]]
    assert list(plans) == ["case-studies", "mlops-core", "whole-path"]
    assert plans[PlanId("case-studies")] == SECTIONS["case-studies"]
    assert plans[PlanId("mlops-core")] == core
    assert len(core) == 17
    assert plans[PlanId("whole-path")] == [name for names in SECTIONS.values() for name in names]


def test_the_ten_courses_are_the_parts_of_the_first_reading() -> None:
    whole = resource("free-ml-courses")
    assert list(whole.units) == COURSES
    assert [resource(name).unit_number for name in COURSES] == list(range(1, 11))
    assert {resource(name).unit_of for name in COURSES} == {whole.id}
    assert {resource(name).kind for name in COURSES} == {Kind.COURSE}
    assert whole.minutes == sum(resource(name).minutes for name in COURSES)


def test_books_are_numbered_and_no_title_is_invented() -> None:
    for name, count in UNITS.items():
        assert list(resource(name).units) == [f"{name}/{n}" for n in range(1, count + 1)]
    assert resource("murphy-probabilistic-perspective/7").title == "Part 7 of 28"
    last = resource("designing-machine-learning-systems/11")
    assert last.title == "Part 11 of 11: The Human Side of Machine Learning"
    assert last.minutes == 70
    assert len(mlops().resources) == 52 + len(COURSES) + sum(UNITS.values())


def test_textbooks_and_courses_are_one_card_each() -> None:
    shelf = {each.id for each in mlops().resources.values() if each.shelf}
    books = set(UNITS) - {"rules-of-machine-learning"}
    assert shelf == {
        *books,
        "free-ml-courses",
        "spinning-up-deep-rl",
        "karpathy-zero-to-hero",
    }


def test_every_case_study_names_its_company_and_figures_have_their_year() -> None:
    cases = [each for each in readings() if each.kind is Kind.CASE_STUDY]
    assert [each.id for each in cases] == SECTIONS["case-studies"]
    for each in cases:
        assert each.case is not None
        assert each.case.company
        assert each.case.topics
        for fact in each.case.facts:
            assert re.search(r"in 20\d\d", fact)


def test_links_that_do_not_open_the_reading_itself_say_so() -> None:
    for each in readings():
        assert each.url.startswith(("https://", "http://incompleteideas.net/"))
        assert each.url != GUIDE or each.url_note
    assert resource("tools-and-concepts-to-prioritize").url == GUIDE
    assert resource("batch-to-streaming-mindset").url == GUIDE
    for name in ("win-data-science-competition", "ml-interviews-process"):
        assert resource(name).url_note


def test_minutes_are_there_for_all_but_the_community() -> None:
    untimed = {each.id for each in mlops().resources.values() if not each.minutes}
    assert untimed == {"mlops-discord-community"}


def test_access_is_said_where_it_is_known() -> None:
    assert resource("designing-machine-learning-systems").access is Access.PAID
    assert resource("murphy-probabilistic-perspective").access is Access.DRAFT_FREE
    assert resource("rlhf").access is Access.FREE


def test_the_credit_names_the_guide_its_date_and_its_successor() -> None:
    assert mlops().url == GUIDE
    for part in ("Chip Huyen", "2026-11-23", "not affiliated", "successor"):
        assert part in mlops().credit


def test_the_examples_for_editors_load(tmp_path: Path) -> None:
    readme = (shipped("curriculum") / "README.md").read_text(encoding="utf-8")
    for match in re.finditer(r"```yaml\n(\s*# (\S+\.yaml)\n.*?)```", readme, re.DOTALL):
        path = tmp_path / "own" / match[2]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(match[1]), encoding="utf-8")
    library = load_library([shipped("curriculum"), tmp_path])
    assert list(library.curricula) == ["mlops", "data-basics"]
    assert library.refused == ()
