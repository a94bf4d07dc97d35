"""Our own words beside a reading: why it matters, what to look for, what to take along."""

from collections.abc import Sequence

from bot.domain.card import Fact, Link, Untrusted, Words, words
from bot.domain.cards.parts import fact
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.ids import ResourceId


def why(resource: Resource) -> tuple[Words, ...]:
    """Why this one matters, and the heading of what to look for."""
    guide = resource.guide
    if guide is None:
        return ()
    return (words("Why it matters: ", Untrusted(guide.why)), words("What to look for:"))


def look_for(resource: Resource) -> tuple[Words, ...]:
    """What to look for while reading."""
    guide = resource.guide
    return tuple(words(Untrusted(each)) for each in guide.look_for) if guide else ()


def level_facts(resource: Resource) -> list[Fact]:
    """How much it asks, and what to know before."""
    guide = resource.guide
    if guide is None:
        return []
    facts = [fact("Level", guide.level.value)]
    if guide.prerequisites:
        facts.append(fact("Before it", Untrusted(guide.prerequisites)))
    return facts


def free_instead(resource: Resource) -> tuple[Link, ...]:
    """Something free in its place, where there is."""
    other = resource.guide.alternative if resource.guide else None
    return (Link(words("Free instead: ", Untrusted(other.title)), other.url),) if other else ()


def opening(
    resource: Resource, *, ids: Sequence[ResourceId], curriculum: Curriculum
) -> tuple[Words, ...]:
    """What one can do after the section that begins with this reading."""
    section = curriculum.section(resource.section)
    if not section.opening or _of_section(resource, ids, curriculum=curriculum)[:1] != [
        resource.id
    ]:
        return ()
    return (words(Untrusted(section.opening)),)


def takeaway(
    resource: Resource, *, ids: Sequence[ResourceId], curriculum: Curriculum
) -> tuple[Words, ...]:
    """What to write down after a reading, and what to take along where its section ends."""
    lines: list[Words] = []
    if resource.guide is not None:
        lines.append(words("One line for yourself: ", Untrusted(resource.guide.takeaway)))
    section = curriculum.section(resource.section)
    last = _of_section(resource, ids, curriculum=curriculum)[-1:] == [resource.id]
    if section.closing and last:
        lines.append(words(Untrusted(f"{section.closing} {section.closing_question}".strip())))
    return tuple(lines)


def _of_section(
    resource: Resource, ids: Sequence[ResourceId], *, curriculum: Curriculum
) -> list[ResourceId]:
    """The plan's readings of this one's section, in order."""
    return [each for each in ids if curriculum.resource(each).section == resource.section]
