"""The tables. Constraints live here and have names; migrations make exactly this schema."""

from bot.storage.tables import (
    attention,
    chat,
    facts,
    feeds,
    groups,
    keeping,
    links,
    pages,
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
    "facts",
    "feeds",
    "groups",
    "keeping",
    "links",
    "pages",
    "sending",
    "study",
    "tenants",
    "votes",
]
