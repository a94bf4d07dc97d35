"""Mistakes in plans: names of nothing, names twice, nothing left to read."""

from collections.abc import Iterator

from bot.library.checks import Content
from bot.library.names import Names, Source
from bot.library.nodes import Node
from bot.library.problems import Problem, quoted


def check_plans(source: Source, content: Content) -> list[Problem]:
    """What is wrong between the plans and what they name."""
    problems: list[Problem] = []
    ids = Names()
    for plan in source.root.items("plans"):
        unknown = [
            *_unknown(source, plan, name="sections", known=content.sections, what="a section"),
            *_unknown(source, plan, name="resources", known=content.resources, what="a resource"),
        ]
        problems += ids.add(source, plan)
        problems += unknown
        problems += _twice(source, plan, content=content)
        if not unknown and content.resources.complete:
            problems += _nothing_left(source, plan, content=content)
    return problems


def _unknown(
    source: Source, plan: Node, *, name: str, known: Names, what: str
) -> Iterator[Problem]:
    for node in plan.items(name):
        if found := known.unknown(source, node, what=what):
            yield found


def _twice(source: Source, plan: Node, *, content: Content) -> Iterator[Problem]:
    """Whatever a plan selects a second time."""
    sections: set[str] = set()
    readings: set[str] = set()
    for node in plan.items("sections"):
        if str(node.value) in sections:
            yield _already(source, node)
        sections.add(str(node.value))
        readings.update(content.members.get(str(node.value), ()))
    for node in plan.items("resources"):
        if str(node.value) in readings:
            yield _already(source, node)
        readings.add(str(node.value))


def _already(source: Source, node: Node) -> Problem:
    what = f"{quoted(node.value)} is already in this plan."
    return source.problem(node, what=what, fix="remove it here.")


def _nothing_left(source: Source, plan: Node, *, content: Content) -> Iterator[Problem]:
    chosen = [str(node.value) for node in plan.items("resources")]
    for node in plan.items("sections"):
        chosen += content.members.get(str(node.value), [])
    if all(name in content.retired for name in chosen):
        what = "Nothing is left to read in this plan."
        yield source.problem(
            plan, what=what, fix="name `sections` or `resources` that are not retired."
        )
