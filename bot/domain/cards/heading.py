"""Where a reading stands, and what it is called."""

from bot.domain.card import (
    Text,
    Untrusted,
    Words,
    joined,
)
from bot.domain.cards.parts import (
    plan_name,
    title_of,
)
from bot.domain.curriculum import Curriculum, Plan, Resource
from bot.domain.ids import ResourceId


def eyebrow(
    resource: Resource, plan: Plan, *, ids: tuple[ResourceId, ...], curriculum: Curriculum
) -> Words:
    """Where this stands: "Reading 3 of 17 · MLOps core · Intermediate"."""
    if resource.unit_of is not None:
        book = curriculum.resource(resource.unit_of)
        place: Text = f"Part {resource.unit_number} of {len(book.units)}"
        named = (place, plan_name(plan)) if _nameless(resource) else None
        return joined(named or (place, title_of(book), plan_name(plan)), " · ")
    number = ids.index(resource.id) + 1 if resource.id in ids else 0
    pieces: list[Text] = [f"Reading {number} of {len(ids)}"] if number else []
    pieces.append(plan_name(plan))
    section = _section_name(resource, curriculum)
    if section.casefold() != plan.title.casefold():
        pieces.append(Untrusted(section))
    return joined(pieces, " · ")


def _section_name(resource: Resource, curriculum: Curriculum) -> str:
    """The section's title without that of the one above it: "MLOps: advanced" is "Advanced"."""
    section = curriculum.section(resource.section)
    if section.parent is None:
        return section.title
    above = f"{curriculum.section(section.parent).title}: "
    name = section.title.removeprefix(above)
    return name[:1].upper() + name[1:]


def title(resource: Resource, curriculum: Curriculum) -> Words:
    """A reading's title; a part that has only a number goes by its book's."""
    if resource.unit_of is not None and _nameless(resource):
        return title_of(curriculum.resource(resource.unit_of))
    return title_of(resource)


def _nameless(part: Resource) -> bool:
    return part.title.startswith(f"Part {part.unit_number} of ")
