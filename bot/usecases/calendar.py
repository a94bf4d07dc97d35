"""`settings calendar`: one's dates in a calendar of one's own, by an address or by a file."""

import hashlib
import secrets
from urllib.parse import quote

from bot.domain.agenda import Agenda, Entry, agenda, entries_of
from bot.domain.calendar_links import following, next_entry, prefilled
from bot.domain.cards.calendar import (
    address_card,
    by_hand_card,
    ended_card,
    kept_card,
    no_dates_card,
)
from bot.domain.command import Command
from bot.domain.conversation import Attachment, Reply
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.ports import Feed
from bot.usecases.context import Context
from bot.usecases.study import Studies

SECRET_BYTES = 32
PATH = "/calendar/"
ENDING = ".ics"
_WORDS = {"": "", "new": "new", "renew": "new", "off": "off", "stop": "off", "end": "off"}


class UnknownCalendarWish(UserError):
    """I can make a calendar address, make a new one or end it. Try `settings calendar new`."""


async def run(context: Context, command: Command) -> Reply:
    """Make an address, say that there is one, make it anew, or end it."""
    wish = _WORDS.get(fold(command.args))
    if wish is None:
        raise UnknownCalendarWish
    feeds, party, event = context.store.feeds, context.party, context.inbound.event_id
    if wish == "off":
        return Reply(card=ended_card(was=await feeds.end(party, event_id=event)))
    public_url = context.sharing.url_for(party.platform) if context.sharing else None
    if public_url is None:
        return await _by_hand(context)
    made_at = None if wish == "new" else await feeds.made_at(party)
    if made_at is not None:
        return Reply(card=kept_card(made_at, party.attention.zone))
    return await _made(context, public_url)


async def _made(context: Context, public_url: str) -> Reply:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await context.store.feeds.renew(
        context.party, digest=digest_of(secret), event_id=context.inbound.event_id
    )
    url = f"{public_url}{PATH}{quote(secret)}{ENDING}"
    feed = await context.store.feeds.here(context.party)
    links = following(url, name_of(feed))
    return Reply(card=address_card(url, links=links, is_dm=context.party.is_dm))


async def _by_hand(context: Context) -> Reply:
    feed = await context.store.feeds.here(context.party)
    found = agenda_of(feed, context.studies)
    entry = next_entry(found, context.studies.now())
    if entry is None:
        return Reply(card=no_dates_card())
    files: tuple[Attachment, ...] = ()
    if context.sharing is not None:
        content = context.sharing.calendars.write(found)
        files = (Attachment(name="readings.ics", media_type="text/calendar", content=content),)
    card = by_hand_card(entry, prefilled(entry), zone=feed.zone, with_file=bool(files))
    return Reply(card=card, files=files)


def agenda_of(feed: Feed, studies: Studies) -> Agenda:
    """Everything that a feed shows now; plans whose readings are not loaded are left out."""
    entries: list[Entry] = []
    for each in feed.plans:
        if studies.has(each.view.enrollment):
            study = studies.of(each.view.enrollment.curriculum)
            entries += entries_of(each.view, study, sent=each.sent, discussion=each.discussion)
    return agenda(name_of(feed), entries, zone=feed.zone, now=studies.now())


def name_of(feed: Feed) -> str:
    """The title of a feed's calendar."""
    place = feed.place_name.lstrip("#")
    return f"Readings in #{place}" if place and not feed.is_dm else "Readings"


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
