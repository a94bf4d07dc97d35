"""Searching case studies by company, title, task and topic; a slip is corrected and said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.domain.curriculum import Curriculum, Resource
from bot.domain.finding import fold, stems
from bot.domain.ids import ResourceId

QUERY_LIMIT = 200
_MOST_WORDS = 8
_CLOSE = 0.72
_ROUGHLY = 0.45
_SHORTEST_CORRECTED = 4
_EMPTY_WORDS = stems("a about an and at by case for from how in learning of on study the to using")
_EMPTY_WORDS |= stems("machine ml with")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found, the best first; `read_as` is the query where a slip was corrected.

    `nearest` are companies whose names look alike, where nothing was found.
    """

    found: tuple[Resource, ...] = ()
    read_as: str = ""
    nearest: tuple[str, ...] = ()


def case_studies(curricula: Iterable[Curriculum]) -> tuple[Resource, ...]:
    """Every case study there is, in the order of its curriculum."""
    return tuple(
        resource
        for curriculum in curricula
        for resource in curriculum.resources.values()
        if resource.case is not None and not resource.retired
    )


def companies(cases: Sequence[Resource]) -> tuple[str, ...]:
    """The companies of these, each once."""
    return tuple(dict.fromkeys(each.case.company for each in cases if each.case))


def for_today(
    cases: Sequence[Resource], *, today: date, done: Mapping[ResourceId, object]
) -> Resource | None:
    """One worth reading today: another each day, and none that is done while others are left."""
    fresh = [each for each in cases if each.id not in done] or list(cases)
    return fresh[today.toordinal() % len(fresh)] if fresh else None


def search(cases: Sequence[Resource], query: str) -> Hits:
    """The case studies that fit the most words of a query, the closest first."""
    query = query[:QUERY_LIMIT]
    by_id = tuple(each for each in cases if each.id == query)
    if by_id:
        return Hits(found=by_id)
    wanted = _wanted(query)
    found = _fitting(cases, wanted)
    if found:
        return Hits(found=found)
    corrected = _corrected(cases, wanted)
    found = _fitting(cases, corrected)
    if found:
        return Hits(found=found, read_as=" ".join(corrected))
    names = {fold(name): name for name in companies(cases)}
    close = get_close_matches(fold(query)[:40], names, n=3, cutoff=_ROUGHLY)
    return Hits(nearest=tuple(names[each] for each in close))


def _wanted(query: str) -> tuple[str, ...]:
    """The telling words of a query, or all of them where none is telling."""
    said = fold(query).split()[:_MOST_WORDS]
    telling = tuple(word for word in said if not stems(word) <= _EMPTY_WORDS)
    return telling or tuple(said)


def _fitting(cases: Sequence[Resource], wanted: Sequence[str]) -> tuple[Resource, ...]:
    scored = [(_score(each, wanted), each) for each in cases]
    best = max((fit for (fit, _), _ in scored), default=0)
    if best == 0:
        return ()
    kept = [(score, each) for score, each in scored if score[0] == best]
    kept.sort(key=lambda pair: -pair[0][1])  # stable: equals keep their order
    return tuple(each for _, each in kept)


def _score(resource: Resource, wanted: Sequence[str]) -> tuple[int, int]:
    """How many words fit somewhere, and how much that says."""
    weights = [_weight(resource, word) for word in wanted]
    return sum(weight > 0 for weight in weights), sum(weights)


def _weight(resource: Resource, word: str) -> int:
    (stem,) = stems(word) or {word}
    return next((weight for text, weight in _fields(resource) if stem in stems(text)), 0)


def _fields(resource: Resource) -> tuple[tuple[str, int], ...]:
    """What can be searched, the most telling first."""
    case = resource.case
    if case is None:
        return ()
    return (
        (case.company, 8),
        (case.task, 4),
        (resource.title, 3),
        (" ".join(case.topics), 3),
        (" ".join(case.techniques), 3),
        (case.industry, 2),
        (f"{resource.source} {' '.join(resource.authors)}", 1),
    )


def _corrected(cases: Sequence[Resource], wanted: Sequence[str]) -> tuple[str, ...]:
    """The words with slips of the finger put right, where something like them can be found."""
    known = {
        word
        for each in cases
        for text, _ in _fields(each)
        for word in fold(text).split()
        if len(word) >= _SHORTEST_CORRECTED
    }
    vocabulary = sorted(known)
    corrected = []
    for word in wanted:
        close = get_close_matches(word[:40], vocabulary, n=1, cutoff=_CLOSE)
        corrected.append(close[0] if close else word)
    return tuple(corrected)
