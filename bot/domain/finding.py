"""Finding what a person names: a plan, a reading or a section, by the words they use for it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from bot.domain.curriculum import Curriculum, Plan, Resource, UnknownPlan, UnknownResource
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId, SectionId
from bot.domain.zones import echo

LONGEST_NAME = 200
_WORDS_OF_A_PLAN = 5
_SHOWN = 3
_CLOSE = 0.7
_ALMOST = 0.85
_SHORT = 3
_EMPTY_WORDS = frozenset({"the", "a", "an", "plan", "one", "reading", "section", "part", "number"})


class AmbiguousReading(UserError):
    """Several readings fit that. Say a word more, or the number that `path` shows."""


class AmbiguousPlan(UserError):
    """Several plans fit that. Type `enroll` to see their full names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A plan with the curriculum it belongs to."""

    curriculum: Curriculum
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go on from: a reading, and the other readings that fit the same words."""

    resource_id: ResourceId
    others: tuple[ResourceId, ...] = ()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The words of a text without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The words of a text, plurals as singulars, so that "case study" finds "Case studies"."""
    return frozenset(_stem(word) for word in fold(text).split())


def split_plan(offered: Sequence[Offered], text: str) -> tuple[Offered | None, str]:
    """The plan that some words of a text name, and the text without them.

    The longest run of words that names exactly one plan counts, wherever it stands.

    Raises:
        AmbiguousPlan: words name several plans and nothing tells which.
    """
    words = text[: 2 * LONGEST_NAME].split()
    unclear: list[Offered] = []
    for length in range(min(_WORDS_OF_A_PLAN, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length])
            fitting = _fitting_plans(offered, said)
            if len(fitting) == 1:
                rest = words[:start] + words[start + length :]
                return fitting[0], " ".join(word for word in rest if fold(word) != "plan")
            unclear = unclear or fitting
    if unclear:
        names = " or ".join(f"`{echo(each.plan.title)}`" for each in unclear[:_SHOWN])
        raise AmbiguousPlan(f"Did you mean {names}? Type `enroll` to see the plans.")
    return None, text


def find_plan(offered: Sequence[Offered], text: str) -> Offered:
    """The plan of this name.

    Raises:
        UnknownPlan: none has it; the text names the nearest.
        AmbiguousPlan: several could be meant.
    """
    found, rest = split_plan(offered, text)
    if found is not None and not (stems(rest) - _EMPTY_WORDS):
        return found
    titles = {fold(each.plan.title): each for each in offered}
    close = get_close_matches(fold(text[:LONGEST_NAME]), titles, n=1, cutoff=0.4)
    shown = echo(text)
    said = f"I do not know the plan '{shown}'." if shown else "I do not know that plan."
    if not close:
        raise UnknownPlan(f"{said} Type `enroll` to see the plans there are.")
    raise UnknownPlan(f"{said} Did you mean `enroll {echo(titles[close[0]].plan.title).lower()}`?")


def check_spelling(offered: Sequence[Offered], text: str) -> None:
    """Answer a text that is a whole plan's name but for a slip.

    Raises:
        UnknownPlan: it is; the text says which plan may be meant.
    """
    titles = [fold(each.plan.title) for each in offered]
    if get_close_matches(fold(text[:LONGEST_NAME]), titles, n=1, cutoff=_ALMOST):
        find_plan(offered, text)


def find_readings(
    text: str, *, curriculum: Curriculum, ids: Sequence[ResourceId]
) -> tuple[ResourceId, ...]:
    """Every one of these readings that a text may name, in order; none, one or several.

    A number counts them from 1. An exact id or title beats words found in titles and companies,
    and those beat words found in authors and sources.
    """
    wanted = fold(text[:LONGEST_NAME])
    if wanted.isascii() and wanted.removeprefix("number ").isdigit():
        number = int(wanted.removeprefix("number ")[:6])
        return (ids[number - 1],) if 1 <= number <= len(ids) else ()
    resources = [curriculum.resource(each) for each in ids]
    exact = tuple(r.id for r in resources if wanted in {fold(r.id), fold(r.title)})
    said = stems(wanted) - _EMPTY_WORDS
    if exact or not said:
        return exact
    named = tuple(r.id for r in resources if said <= stems(_names(r)))
    return named or tuple(r.id for r in resources if said <= stems(_names(r) + _makers(r)))


def find_place(text: str, *, curriculum: Curriculum, ids: Sequence[ResourceId]) -> Place | None:
    """Where in a plan a section's name or a reading's name leads; None where nothing fits."""
    section = _first_of_section(text, curriculum=curriculum, ids=ids)
    if section is not None:
        return Place(resource_id=section)
    found = find_readings(text, curriculum=curriculum, ids=ids)
    return Place(resource_id=found[0], others=found[1:]) if found else None


def unknown_reading(
    text: str,
    *,
    curriculum: Curriculum,
    ids: Sequence[ResourceId],
    example: str,
    plan: str = "your plan",
) -> UnknownResource:
    """The answer to a name that fits nothing: the nearest there is, after the command `example`.

    `plan` names the plan that was meant where several could have been.
    """
    known: dict[str, str] = {}
    for resource_id in ids:
        resource = curriculum.resource(resource_id)
        known |= {fold(resource.title): resource.title}
        known |= {word: word for word in fold(_names(resource)).split() if len(word) > _SHORT}
    known |= {fold(section.title): section.title for section in curriculum.sections}
    close = get_close_matches(fold(text[:40]), known, n=1, cutoff=_CLOSE)
    shown = echo(text)
    if shown.isdigit():
        return UnknownResource(f"Your plan has the numbers 1 to {len(ids)}. Type `path` to see.")
    said = f"I found no reading called '{shown}' on {plan}." if shown else "Which one?"
    if close:
        return UnknownResource(f"{said} Did you mean `{example} {echo(known[close[0]]).lower()}`?")
    return UnknownResource(f"{said} Type `path` to see what is on it.")


def numbered(
    some: Sequence[ResourceId], *, curriculum: Curriculum, ids: Sequence[ResourceId]
) -> str:
    """A few readings with their numbers, for a question: "3 (Title) or 5 (Title)"."""
    shown = [f"{ids.index(each) + 1} ({echo(curriculum.resource(each).title)})" for each in some]
    return " or ".join(shown[:_SHOWN])


def _stem(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _fitting_plans(offered: Sequence[Offered], said: str) -> list[Offered]:
    exact = [each for each in offered if fold(said) in {fold(each.plan.id), fold(each.plan.title)}]
    wanted = stems(said)
    if exact or not wanted - _EMPTY_WORDS:
        return exact
    return [e for e in offered if wanted <= stems(f"{e.plan.title} plan {e.plan.id}")]


def _names(resource: Resource) -> str:
    company = resource.case.company if resource.case else ""
    return f"{resource.title} {company}"


def _makers(resource: Resource) -> str:
    return f" {' '.join(resource.authors)} {resource.source} {resource.id}"


def _first_of_section(
    text: str, *, curriculum: Curriculum, ids: Sequence[ResourceId]
) -> ResourceId | None:
    wanted, said = fold(text[:LONGEST_NAME]), stems(text[:LONGEST_NAME]) - _EMPTY_WORDS
    exact = [s.id for s in curriculum.sections if wanted in {fold(s.id), fold(s.title)}]
    partly = [s.id for s in curriculum.sections if said and said <= stems(s.title)]
    for found in (exact, partly if len(partly) == 1 else []):
        inside = _with_children(curriculum, found)
        for resource_id in ids:
            if curriculum.resource(resource_id).section in inside:
                return resource_id
    return None


def _with_children(curriculum: Curriculum, ids: Sequence[SectionId]) -> frozenset[SectionId]:
    children = (section.id for section in curriculum.sections if section.parent in ids)
    return frozenset((*ids, *children))
