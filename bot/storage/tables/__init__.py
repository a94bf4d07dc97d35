"""The tables. Constraints live here and have names; migrations make exactly this schema."""

from bot.storage.tables import (
    attention,
    chat,
    doors,
    facts,
    feeds,
    following,
    groups,
    installations,
    keeping,
    links,
    looking,
    pages,
    rooms,
    sending,
    study,
    tenants,
    votes,
)
from bot.storage.tables.base import Base

__all__ = [
    "Base",
    "attention",
    "chat",
    "doors",
    "facts",
    "feeds",
    "following",
    "groups",
    "installations",
    "keeping",
    "links",
    "looking",
    "pages",
    "rooms",
    "sending",
    "study",
    "tenants",
    "votes",
]
