"""What no single field of a section can tell: names used twice, counts that do not agree.

Looks at the nodes, not at the models, so that these mistakes are told together with the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.curriculum import Kind
from bot.library.names import Names, Source
from bot.library.nodes import Node
from bot.library.problems import Problem
from bot.library.schema import MAX_RESOURCES, MAX_UNITS


@dataclass(slots=True)
class Content:
    """What plans can name: sections with what they hold, and resources with their parts."""

    sections: Names
    resources: Names
    members: dict[str, list[str]] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)


def check_sections(sources: Sequence[Source], *, complete: bool) -> tuple[Content, list[Problem]]:
    """What the sections hold, and what is wrong between them.

    `complete` is false where a file could not be read, so that its names are not called unknown.
    """
    problems: list[Problem] = []
    content = Content(Names(complete=complete), Names(complete=complete))
    for source in sources:
        problems += _parent(source, content.sections)
        problems += content.sections.add(source, source.root)
        members = content.members.setdefault(source.root.text("id") or "", [])
        for node in source.root.items("resources"):
            members.append(node.text("id") or "")
            problems += _resource(source, node, content=content)
    if len(content.resources.places) > MAX_RESOURCES:
        what = f"There are more than {MAX_RESOURCES:,} resources and parts."
        problems.append(
            sources[-1].problem(sources[-1].root, what=what, fix="split the curriculum.")
        )
    return content, problems


def _parent(source: Source, earlier: Names) -> Iterator[Problem]:
    """A parent stands before its children; so no section is its own ancestor."""
    node = source.root.get("parent")
    if node is not None and (found := earlier.unknown(source, node, what="an earlier section")):
        yield found


def _resource(source: Source, node: Node, *, content: Content) -> Iterator[Problem]:
    for each in (node, *node.items("parts")):
        yield from content.resources.add(source, each)
        if _is_true(each.get("retired")):
            content.retired.add(each.text("id") or "")
    _number_units(source, node, content=content)
    yield from _case(source, node)
    yield from _counts(source, node)


def _number_units(source: Source, node: Node, *, content: Content) -> None:
    """Take in the ids of counted parts; far too many of them are not worth the memory."""
    places = content.resources.places
    for number in range(1, _units(node) + 1):
        if len(places) <= MAX_RESOURCES:
            name = f"{node.text('id')}/{number}"
            places[name] = (source.file, node.line)
            if _is_true(node.get("retired")):
                content.retired.add(name)


def _is_true(node: Node | None) -> bool:
    return node is not None and node.value is True


def _units(node: Node) -> int:
    """How many numbered parts a resource has, as far as its schema allows."""
    units = node.get("units")
    value = units.value if units is not None else 0
    return value if isinstance(value, int) and 0 < value <= MAX_UNITS else 0


def _case(source: Source, node: Node) -> Iterator[Problem]:
    case = node.get("case")
    is_case = node.text("kind") == Kind.CASE_STUDY
    if is_case and case is None:
        what = "A case study needs the group `case`."
        yield source.problem(node, what=what, fix="add `case:` with company, industry and task.")
    if case is not None and not is_case:
        what = "Only a case study has the group `case`."
        yield source.problem(case, what=what, fix="write `kind: case study`, or remove it.")
    vote = case.get("vote") if case is not None else None
    if vote is not None:
        yield from _vote(source, vote)


def _vote(source: Source, vote: Node) -> Iterator[Problem]:
    """The answer is one of the options, and no two of them say the same."""
    options, answer = vote.items("options"), vote.get("answer")
    number = answer.value if answer is not None else 0
    if answer is not None and isinstance(number, int) and number > len(options) > 1:
        what = f"`answer` is {number}, but there are {len(options)} options."
        yield source.problem(answer, what=what, fix="count the options from 1.")
    seen: set[str] = set()
    for each in options:
        said = " ".join(str(each.value).casefold().split())
        if said in seen:
            yield source.problem(each, what="Two options say the same.", fix="change one of them.")
        seen.add(said)


def _counts(source: Source, node: Node) -> Iterator[Problem]:
    units, parts = node.get("units"), node.get("parts")
    if units is not None and parts is not None:
        what = "Parts are either counted (`units`) or listed (`parts`)."
        yield source.problem(parts, what=what, fix="keep one of the two.")
    for name in ("unit_titles", "unit_minutes"):
        listed, many = node.get(name), len(node.items(name))
        count = units.value if units is not None else 0
        if listed is not None and isinstance(count, int) and many != count:
            what = f"`{name}` lists {many}, but `units` says {count}."
            yield source.problem(listed, what=what, fix="make the two agree.")
