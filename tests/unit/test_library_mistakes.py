"""Every mistake an editor can make is told with its file, its line and the fix, all at once."""

from pathlib import Path

import pytest

from bot.library import CurriculumError, Problem, load_curriculum, load_library
from tests.unit.library_samples import SAMPLE, changed, write

MAIN, PLANS, START, MORE = SAMPLE


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CurriculumError) as refused:
        load_curriculum(folder)
    return refused.value.problems


def only_problem_of(folder: Path) -> Problem:
    problems = problems_of(folder)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def test_the_sample_itself_is_fine(tmp_path: Path) -> None:
    sample = load_curriculum(write(tmp_path))
    assert [list(plan.resources) for plan in sample.plans] == [
        ["first", "a-book", "a-case", "courses"],
        ["first", "a-book/2"],
    ]


@pytest.mark.parametrize(
    ("archive", "what"),
    [
        ("https://archive.example/", "does not say where"),
        ("https://archive.example/{url}/{url}", "does not say where"),
        ("ftp://archive.example/{url}", "is not a web address"),
        ("{url}", ""),
        (f"https://archive.example/{'x' * 200}/{{url}}", "is too long"),
    ],
)
def test_the_address_of_archived_copies_has_one_place_for_a_pages_own(
    tmp_path: Path, archive: str, what: str
) -> None:
    text = SAMPLE[MAIN].replace("sections:", f'archive: "{archive}"\nsections:')
    problem = only_problem_of(write(tmp_path, {MAIN: text}))
    assert (problem.line, what in problem.what) == (5, True)


VOTE = """      task: showing
      vote:
        question: What did they do?
        options: [Nothing, Everything]
        answer: 2
        because: They said so.
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("answer: 2", "answer: 3", 16, "`answer` is 3, but there are 2 options."),
        ("answer: 2", "answer: 0", 16, "`answer`"),
        ("[Nothing, Everything]", "[Nothing, ' nothing']", 15, "Two options say the same."),
        ("[Nothing, Everything]", "[Nothing]", 15, "`options`"),
        ("[Nothing, Everything]", "[a, b, c, d, e]", 15, "`options`"),
        ("        because: They said so.\n", "", 13, "`because` is missing"),
    ],
)
def test_a_question_to_guess_about_has_its_answer_among_its_options(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    asked = SAMPLE[MORE].replace("      task: showing\n", VOTE)
    assert load_curriculum(write(tmp_path / "right", {MORE: asked})).resources
    problem = only_problem_of(write(tmp_path / "wrong", {MORE: asked.replace(old, new)}))
    assert (problem.line, what in problem.what) == (line, True), problem


FIELDS = [
    ("kind: article", "kind: artcle", 6, "`kind` `artcle` is unknown", "write `kind: article`"),
    ("kind: article", "kind: spell", 6, "`kind` `spell` is unknown", "kinds are article, book"),
    ("kind: article", "kind:", 6, "`kind`", "kinds are article, book"),
    ("    kind: article\n", "", 4, "`kind` is missing", "add a line `kind: article`"),
    ("title: First", "titel: First", 5, "`titel` is not a field", "write `title`"),
    ("title: First", "title: First\n    zzz: 1", 6, "`zzz` is not a field", "remove it"),
    ("title: First", "title: 1984", 5, "`1984` must be text", 'put it in quotes: "1984"'),
    ("title: First", "title: true", 5, "`true` must be text", 'put it in quotes: "true"'),
    ("title: First", "title: [a, b]", 5, "must be a single text", "write one text"),
    ("title: First", 'title: "  "', 5, "`title` is empty", "remove the line"),
    ("title: First", "title:", 5, "`title` is empty", "write its value"),
    ("title: First", f"title: {'x' * 201}", 5, "`title` is too long", "at most 200"),
    ("title: First", "title: First\n    title: Two", 6, "twice; first on line 5", "keep one"),
    ("id: first", "id: First One", 4, "`First One` is not a usable name", "use 1 to 40 of a-z"),
    ("id: first", f"id: {'x' * 41}", 4, "is not a usable name", "use 1 to 40"),
    ("id: first", "id: first/2", 4, "`first/2` is not a usable name", "use 1 to 40"),
    ("year: 2024", 'year: "2024"', 8, "`year` `2024` must be a whole number", "without quotes"),
    ("year: 2024", "year: 1066", 8, "`1066` is too small", "write 1900 or more"),
    ("year: 2024", "year: 20244", 8, "`20244` is too large", "write 2100 or less"),
    ("minutes: 10", "minutes: 9:00", 9, "`9:00` must be a whole number", "like 15"),
    ("minutes: 10", "minutes: true", 9, "`true` must be a whole number", "digits only"),
    ("shelf: true", "shelf: yes", 16, "`yes` must be true or false", "write true or false"),
    ("access: paid", "access: pay", 14, "`access` `pay` is unknown", "write `access: paid`"),
    ("url: https://example.org/first", "url: example.org", 7, "not a web address", "https://"),
    ("url: https://example.org/first", "url: ftp://a.b/c", 7, "not a web address", "https://"),
    ("url: https://example.org/first", "url: javascript:a", 7, "not a web address", "https://"),
    ("url: https://example.org/first", "url: https://a@b.c", 7, "not a web address", "https://"),
    ("url: https://example.org/first", "url: https://[x", 7, "not a web address", "https://"),
    ("url: https://example.org/first", "url: https://a b", 7, "not a web address", "https://"),
    ("units: 3", "units: 1", 17, "`units` `1` is too small", "write 2 or more"),
    ("units: 3", "units: 3\n    unit_titles: [a]", 18, "lists 1, but `units` says 3", "agree"),
    ("units: 3", "units: 3\n    unit_minutes: [1]", 18, "lists 1, but `units` says 3", "agree"),
    ("units: 3", "units: 3\n    authors: Ann", 18, "`authors` must be a list", "`[one, two]`"),
    ("units: 3", "units: 3\n    authors: [1]", 18, "Entry 1 of `authors` `1`", "in quotes"),
    ("units: 3", "units: 3\n    related: [a]", 18, "Entry 1 of `related`", "`name: value`"),
    ("units: 3", "units: 3\n    case: {}", 18, "Only a case study", "kind: case study"),
    ("id: start\n", "id: start\nminutes_from: guess\n", 2, "`guess` is unknown", "choose one"),
    ("id: start\n", "id: start\nparent: nowhere\n", 2, "not an earlier section", "remove it"),
]


@pytest.mark.parametrize(("old", "new", "line", "what", "fix"), FIELDS)
def test_a_wrong_field_is_told_with_its_line(
    tmp_path: Path, *, old: str, new: str, line: int, what: str, fix: str
) -> None:
    write(tmp_path, changed(START, old, new))
    ours = [each for each in problems_of(tmp_path) if each.file == tmp_path / START]
    assert [each.line for each in ours] == [line] * len(ours)
    assert what in ours[0].what
    assert fix in ours[0].fix


ELSEWHERE = [
    (MORE, "id: a-case", "id: first", 5, "`first` is already used in start.yaml, line 4", "own"),
    (MORE, "id: course-one", "id: a-case", 19, "`a-case` is already used", "own"),
    (MORE, "id: more", "id: start", 1, "`start` is already used", "own"),
    (MORE, "parent: start", "parent: strat", 3, "`strat` is not", "write `start`"),
    (MORE, "kind: case study", "kind: article", 9, "Only a case study", "case study"),
    (MORE, "      company: Example\n", "", 9, "`company` is missing", "add a line `company"),
    (MORE, "    parts:\n", "    units: 2\n    parts:\n", 19, "counted (`units`) or", "keep one"),
    (PLANS, "[start, more]", "[strat, more]", 5, "`strat` is not a section", "write `start`"),
    (PLANS, "[start, more]", "[start, more, start]", 5, "already in this plan", "remove it"),
    (PLANS, "    sections: [start, more]\n", "", 2, "Nothing is left to read", "name `sections`"),
    (PLANS, "- first", "- frist", 10, "`frist` is not a resource", "write `first`"),
    (PLANS, "- first", "- a-book/4", 10, "`a-book/4` is not a resource", "a-book/"),
    (PLANS, "- first", "- a-book/2", 11, "`a-book/2` is already in", "remove it"),
    (PLANS, "id: taste", "id: all", 6, "`all` is already used", "own"),
    (PLANS, "Everything there is.", '""', 4, "`summary` is empty", "write its value"),
    (MAIN, "sections/more.yaml", "sections/mroe.yaml", 7, "not exist", "`sections/more.yaml`"),
    (MAIN, "sections/more.yaml", "zzz.yaml", 7, "`zzz.yaml` does not exist", "remove this line"),
    (MAIN, "sections/more.yaml", "sections/start.yaml", 7, "is listed twice", "remove this line"),
    (MAIN, "sections/more.yaml", "../more.yaml", 7, "not a file that may be named", "this folder"),
    (MAIN, "sections/more.yaml", "/etc/passwd", 7, "not a file that may be named", "this folder"),
    (MAIN, "credit: Made up for the tests.\n", "", 1, "`credit` is missing", "add a line"),
    (MAIN, "https://example.org/", "example", 4, "`url` `example` is not a web", "https://"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "what", "fix"), ELSEWHERE)
def test_a_mistake_between_files_is_told_with_its_line(
    tmp_path: Path, *, file: str, old: str, new: str, line: int, what: str, fix: str
) -> None:
    write(tmp_path, changed(file, old, new))
    found = [each for each in problems_of(tmp_path) if each.file == tmp_path / file]
    first = found[0]
    assert first.line == line
    assert what in first.what
    assert fix in first.fix


def test_a_plan_of_nothing_but_retired_readings_is_empty(tmp_path: Path) -> None:
    text = SAMPLE[PLANS].replace("      - a-book/2\n", "")
    retired = changed(START, "    minutes: 10\n", "    minutes: 10\n    retired: true\n")
    problem = only_problem_of(write(tmp_path, {PLANS: text, **retired}))
    assert (problem.file.name, problem.line) == (PLANS, 6)
    assert "Nothing is left" in problem.what


def test_a_retired_reading_leaves_its_plans_and_stays_known(tmp_path: Path) -> None:
    retired = changed(START, "    units: 3\n", "    units: 3\n    retired: true\n")
    sample = load_curriculum(write(tmp_path, retired))
    assert [list(plan.resources) for plan in sample.plans] == [
        ["first", "a-case", "courses"],
        ["first"],
    ]
    book = next(each for each in sample.resources.values() if each.title == "A book")
    assert book.retired
    assert book.units == ()


def test_all_mistakes_are_told_at_once_in_order(tmp_path: Path) -> None:
    files = {
        **changed(MAIN, "title: A sample", "titel: A sample"),
        **changed(PLANS, "- first", "- frist"),
        START: SAMPLE[START].replace("kind: article", "kind: artcle").replace("2024", "soon"),
        **changed(MORE, "id: a-case", "id: first"),
    }
    found = [(each.file.name, each.line) for each in problems_of(write(tmp_path, files))]
    assert found == [
        ("curriculum.yaml", 2),
        ("plans.yaml", 10),
        ("more.yaml", 5),
        ("start.yaml", 6),
        ("start.yaml", 8),
    ]


def test_a_section_that_cannot_be_read_does_not_make_its_readings_unknown(tmp_path: Path) -> None:
    problem = only_problem_of(write(tmp_path, {START: "id: [start\n"}))
    assert problem.file.name == "start.yaml"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / PLANS).unlink()
    problem = only_problem_of(tmp_path)
    assert (problem.file.name, problem.what) == (PLANS, "This file is missing.")


def test_a_problem_reads_as_one_line(tmp_path: Path) -> None:
    problem = only_problem_of(write(tmp_path, changed(START, "kind: article", "kind: artcle")))
    assert str(problem) == (
        f"{tmp_path / START}:6: `kind` `artcle` is unknown. Fix: write `kind: article`; kinds are "
        "article, book, book excerpt, booklet, case study, code, community, course, course list, "
        "lecture notes, paper, thread, tutorial, video."
    )


def test_a_file_wrong_everywhere_has_an_end_to_its_list(tmp_path: Path) -> None:
    many = SAMPLE[START] + "".join(f"x{number}: 1\n" for number in range(5_000))
    problems = problems_of(write(tmp_path, {START: many}))
    assert len(problems) == 201
    assert "more mistakes" in problems[-1].what


def test_the_first_curriculum_of_a_name_stays(tmp_path: Path) -> None:
    shipped, own = write(tmp_path / "shipped/a"), write(tmp_path / "own/b")
    library = load_library([shipped.parent, own.parent])
    assert list(library.curricula) == ["sample"]
    [refused] = library.refused
    [problem] = refused.problems
    assert (problem.file, problem.line) == (own / MAIN, 1)
    assert str(shipped) in problem.what


def test_a_folder_may_be_a_curriculum_itself_and_hold_others(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path / "other", changed(MAIN, "id: sample", "id: other"))
    write(tmp_path / ".hidden")
    library = load_library([tmp_path])
    assert list(library.curricula) == ["sample", "other"]
    assert library.refused == ()


def test_a_folder_without_a_curriculum_says_what_to_do(tmp_path: Path) -> None:
    library = load_library([tmp_path, tmp_path / "nowhere"])
    empty, missing = (each.problems[0] for each in library.refused)
    assert "no curriculum in this folder" in empty.what
    assert "curriculum.yaml" in empty.fix
    assert "cannot be read" in missing.what
