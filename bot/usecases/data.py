"""`data`: what is kept of a person, handed out as files, and erased for good."""

import secrets
from datetime import timedelta
from difflib import get_close_matches

from bot.domain.card import Fact
from bot.domain.cards.keeping import (
    data_card,
    export_card,
    forget_question,
    forgotten_card,
    holdings_facts,
)
from bot.domain.command import Command
from bot.domain.conversation import Attachment, Reply
from bot.domain.errors import UserError
from bot.domain.exporting import as_csv, as_json, csv_rows
from bot.domain.finding import fold
from bot.domain.verbs import BY_PATH
from bot.domain.zones import echo
from bot.ports import Holdings
from bot.usecases.context import Context

WORD_LASTS = timedelta(minutes=10)
"""How long the word that erases can be said; the store keeps to it."""
FETCH_WITHIN = timedelta(minutes=10)
"""How long a file that is fetched by its address can be fetched."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_WORD_LETTERS = 6
_BY_ADDRESS = frozenset({"webchat"})


class ForYouAlone(UserError):
    """That is for you alone. Say it to me in a direct message, for example `data`."""


class WrongWord(UserError):
    """That is not the word, or it is too old. Nothing was erased; begin anew: `data forget`."""


async def run(context: Context, command: Command) -> Reply:
    """Show how much is kept."""
    if command.args:
        raise _unknown(command.args)
    held = await context.store.personal.holdings(_alone(context).party)
    return Reply(card=data_card(_facts(held)))


async def run_export(context: Context, command: Command) -> Reply:
    """Hand out everything, as JSON and as a table."""
    del command
    party = _alone(context).party
    records = await context.store.personal.records(party, event_id=context.inbound.event_id)
    made_at = context.studies.now()
    about = {"made_at": made_at, "about": "Everything this bot keeps about you in this workspace."}
    titles: dict[tuple[object, object], str] = {
        (curriculum.id, resource.id): resource.title
        for curriculum in context.studies.library.curricula.values()
        for resource in curriculum.resources.values()
    }
    name = f"study-data-{made_at.date().isoformat()}"
    files = (
        Attachment(
            name=f"{name}.json",
            media_type="application/json",
            content=as_json(records, about=about),
        ),
        Attachment(
            name=f"{name}.csv",
            media_type="text/csv; charset=utf-8",
            content=as_csv(csv_rows(records, titles)),
        ),
    )
    minutes = FETCH_WITHIN // timedelta(minutes=1) if party.platform in _BY_ADDRESS else None
    return Reply(card=export_card(minutes=minutes), files=files)


async def run_forget(context: Context, command: Command) -> Reply:
    """Ask first, with a word to say; erase when it is said."""
    party, event = _alone(context).party, context.inbound.event_id
    personal = context.store.personal
    if not command.args:
        return await _ask(context)
    if not await personal.forget(party, word=fold(command.args), event_id=event):
        raise WrongWord
    return Reply(card=forgotten_card(), erased=True)


async def _ask(context: Context) -> Reply:
    personal, party = context.store.personal, context.party
    word = "".join(secrets.choice(_LETTERS) for _ in range(_WORD_LETTERS))
    held = await personal.holdings(party)
    await personal.ask_to_forget(party, word=word, event_id=context.inbound.event_id)
    card = forget_question(
        _facts(held),
        word=word,
        minutes=WORD_LASTS // timedelta(minutes=1),
        groups=held.channel_plans,
    )
    return Reply(card=card)


def _unknown(said: str) -> UserError:
    names = [sub.name for sub in BY_PATH["data"].verb.subs]
    close = get_close_matches(said.split(maxsplit=1)[0].casefold()[:40], names, n=1, cutoff=0.6)
    meant = f"data {close[0]}" if close else "data"
    return UserError(f"I do not know `data {echo(said)}`. Did you mean `{meant}`?")


def _alone(context: Context) -> Context:
    """Only where nobody else reads along."""
    if not context.party.is_dm:
        raise ForYouAlone
    return context


def _facts(held: Holdings) -> tuple[Fact, ...]:
    return holdings_facts(
        plans=held.plans,
        readings=held.readings,
        notes=held.notes,
        ratings=held.ratings,
        messages=held.messages,
    )
