"""Suggestions while somebody types: zones, plans, readings, case studies. Nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors import UserError
from bot.domain.finding import Offered, find_readings, fold
from bot.domain.schedule import local
from bot.domain.search import Document, DocumentKind
from bot.domain.search_words import QUERY_LIMIT
from bot.domain.text import COMMAND_LIMIT, clean_input
from bot.domain.waiting import order
from bot.domain.zones import suggest_zones
from bot.ports import Page, Searcher
from bot.usecases.study import Studies


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is shown, and what it means when it is chosen; the words may be other people's."""

    shown: str
    value: str


class Suggestions:
    """Finds what a half-typed word may become."""

    def __init__(self, studies: Studies, search: Searcher) -> None:
        self._studies = studies
        self._search = search

    def zones(self, typed: str, *, most: int) -> tuple[Suggestion, ...]:
        """Time zones by city or name, each with its time now."""
        now = self._studies.now()
        return tuple(
            Suggestion(f"{each}, now {local(now, each):%H:%M}", each)
            for each in suggest_zones(_safe(typed), most=most)
        )

    def plans(self, typed: str, *, most: int) -> tuple[Suggestion, ...]:
        """Plans whose title fits, or all of them."""
        wanted = fold(_safe(typed))
        every = [(each.plan.title, each.plan.id) for each in self._offered()]
        fitting = [pair for pair in every if wanted in fold(pair[0])]
        return tuple(Suggestion(title, plan) for title, plan in (fitting or every)[:most])

    def readings(self, typed: str, *, plan: str, most: int) -> tuple[Suggestion, ...]:
        """Readings whose title or company fits, of a plan or of all, numbered as in their plan."""
        wanted, found = fold(_safe(typed)), dict[str, str]()
        for each in self._plans(plan):
            ids = order(each.curriculum, each.plan.id)
            fitting = find_readings(wanted, curriculum=each.curriculum, ids=ids) if wanted else ids
            for number, resource_id in enumerate(ids, start=1):
                resource = each.curriculum.resource(resource_id)
                if resource_id in fitting or wanted in fold(resource.title):
                    found.setdefault(resource_id, f"{number}. {resource.title}")
        return tuple(Suggestion(shown, value) for value, shown in found.items())[:most]

    async def cases(self, typed: str, *, most: int) -> tuple[Suggestion, ...]:
        """Case studies by company or topic."""
        index, wanted = await self._search.index(), _safe(typed)[:QUERY_LIMIT]
        if not wanted:
            return tuple(map(_case, index.cases[:most]))
        try:
            page = Page(size=most)
            found = index.search(wanted, kinds=frozenset({DocumentKind.CASE}), page=page)
        except UserError:  # half a filter
            return ()
        return tuple(_case(hit.document) for hit in found.hits)

    def _offered(self) -> Iterator[Offered]:
        for curriculum in self._studies.library.curricula.values():
            for plan in curriculum.plans:
                yield Offered(curriculum=curriculum, plan=plan)

    def _plans(self, name: str) -> tuple[Offered, ...]:
        every = tuple(self._offered())
        named = tuple(each for each in every if each.plan.id == name)
        return named or every


def _case(document: Document) -> Suggestion:
    companies = ", ".join(document.companies)
    shown = f"{companies}: {document.title}" if companies else document.title
    return Suggestion(shown, document.id)


def _safe(typed: str) -> str:
    """What was typed so far, capped and cleaned; nothing where it cannot be read."""
    try:
        return clean_input(typed[:COMMAND_LIMIT], COMMAND_LIMIT)
    except UserError:
        return ""
