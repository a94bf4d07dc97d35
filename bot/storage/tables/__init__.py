"""The tables. Constraints live here and have names; migrations make exactly this schema."""

from bot.storage.tables import (
    attention,
    chat,
    facts,
    following,
    groups,
    keeping,
    links,
    sending,
    study,
    tenants,
)
from bot.storage.tables.base import Base

__all__ = [
    "Base",
    "attention",
    "chat",
    "facts",
    "following",
    "groups",
    "keeping",
    "links",
    "sending",
    "study",
    "tenants",
]
