"""Protocols between the use cases and everything outside them."""

from bot.ports.facts import Facts
from bot.ports.groups import (
    Groups,
    Line,
    Pressing,
    ReadTogether,
    Regrouped,
    Unled,
)
from bot.ports.kept import AlreadyHandled, Batch, Changed, Claimed, Cursor, Decide, Party, Pressed
from bot.ports.ledger import Ledger
from bot.ports.limits import Limits
from bot.ports.links import LinkLine, Links, Reported
from bot.ports.notes import Notes
from bot.ports.outside import (
    Clock,
    Conversation,
    Engine,
    Holidays,
    Library,
    Outgoing,
    Platform,
    Rewrite,
)
from bot.ports.painter import Painter, Theme
from bot.ports.people import People
from bot.ports.personal import Erased, Holdings, Personal, Records
from bot.ports.plans import Plans
from bot.ports.rehearsing import Following, Rehearsing
from bot.ports.reminding import Reminding
from bot.ports.rulebook import Rulebook
from bot.ports.search import Page, Searcher, SearchIndex
from bot.ports.store import Store
from bot.ports.tenants import Tenants
from bot.ports.threads import Edits, Threads
from bot.ports.webchat import Ahead, ChatLog, ChatMessage, ClockFace, Pauses, StudyClock

__all__ = [
    "Ahead",
    "AlreadyHandled",
    "Batch",
    "Changed",
    "ChatLog",
    "ChatMessage",
    "Claimed",
    "Clock",
    "ClockFace",
    "Conversation",
    "Cursor",
    "Decide",
    "Edits",
    "Engine",
    "Erased",
    "Facts",
    "Following",
    "Groups",
    "Holdings",
    "Holidays",
    "Ledger",
    "Library",
    "Limits",
    "Line",
    "LinkLine",
    "Links",
    "Notes",
    "Outgoing",
    "Page",
    "Painter",
    "Party",
    "Pauses",
    "People",
    "Personal",
    "Plans",
    "Platform",
    "Pressed",
    "Pressing",
    "ReadTogether",
    "Records",
    "Regrouped",
    "Rehearsing",
    "Reminding",
    "Reported",
    "Rewrite",
    "Rulebook",
    "SearchIndex",
    "Searcher",
    "Store",
    "StudyClock",
    "Tenants",
    "Theme",
    "Threads",
    "Unled",
]
