"""`casestudy`: one for today, or those that fit a company or a topic."""

from collections.abc import Sequence

from bot.domain.card import Untrusted, words
from bot.domain.cards.casestudies import case_card, cases_card, no_case_card
from bot.domain.casestudy_search import QUERY_LIMIT, case_studies, companies, for_today, search
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Resource
from bot.domain.errors import UserError
from bot.domain.schedule import local
from bot.usecases.context import Context


class NoCases(UserError):
    """There are no case studies here yet. Type `help` to see what else there is."""


async def run(context: Context, command: Command) -> Reply:
    """Show one worth reading today, or search."""
    cases = case_studies(context.studies.library.curricula.values())
    if not cases:
        raise NoCases
    if not command.args:
        return await _today(context, cases)
    return _search(context, cases, asked=command.args[:QUERY_LIMIT])


async def _today(context: Context, cases: Sequence[Resource]) -> Reply:
    today = local(context.studies.now(), context.party.attention.zone).date()
    done = {
        resource_id: at
        for curriculum in context.studies.library.curricula
        for resource_id, at in (
            await context.store.people.progress(context.party, curriculum)
        ).items()
    }
    chosen = for_today(cases, today=today, done=done) or cases[0]
    note = words("One worth reading today.")
    card = case_card(chosen, note=note, company_names=companies(cases))
    return Reply(card=context.broken.shown(card, chosen, library=context.studies.library))


def _search(context: Context, cases: Sequence[Resource], *, asked: str) -> Reply:
    hits = search(cases, asked)
    note = None
    if hits.read_as:
        note = words("I read that as “", Untrusted(hits.read_as), "”.")
    if not hits.found:
        names = companies(cases)
        return Reply(card=no_case_card(asked, nearest=hits.nearest, company_names=names))
    if len(hits.found) == 1:
        found = hits.found[0]
        card = case_card(found, note=note)
        return Reply(card=context.broken.shown(card, found, library=context.studies.library))
    return Reply(card=cases_card(hits.found, asked=asked, note=note))
