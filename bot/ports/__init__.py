"""Protocols between the use cases and everything outside them."""

from bot.ports.boards import BoardFacts, Boards, Visit
from bot.ports.books import Bookbinder
from bot.ports.calendars import CalendarWriter, Feed, Feeds, Followed
from bot.ports.facts import Facts
from bot.ports.groups import (
    Groups,
    Line,
    Pressing,
    ReadTogether,
    Regrouped,
    Unled,
)
from bot.ports.home import ChannelPlan, Doubt, Home
from bot.ports.installations import (
    Installation,
    Installations,
    InstallStates,
    KeyUse,
    Seals,
    Tokens,
    Unsealable,
)
from bot.ports.kept import (
    AlreadyHandled,
    Batch,
    Changed,
    Claimed,
    Cursor,
    Decide,
    Party,
    Pressed,
    StoreDown,
)
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
from bot.ports.rooms import Asking, Rooms, SavedForm, SavedForms
from bot.ports.rulebook import Rulebook
from bot.ports.search import Page, Searcher, SearchIndex
from bot.ports.store import Store
from bot.ports.tenants import Tenants
from bot.ports.threads import Edits, Threads
from bot.ports.votes import Votes, Voting
from bot.ports.webchat import Ahead, ChatLog, ChatMessage, ClockFace, Pauses, StudyClock

__all__ = [
    "Ahead",
    "AlreadyHandled",
    "Asking",
    "Batch",
    "BoardFacts",
    "Boards",
    "Bookbinder",
    "CalendarWriter",
    "Changed",
    "ChannelPlan",
    "ChatLog",
    "ChatMessage",
    "Claimed",
    "Clock",
    "ClockFace",
    "Conversation",
    "Cursor",
    "Decide",
    "Doubt",
    "Edits",
    "Engine",
    "Erased",
    "Facts",
    "Feed",
    "Feeds",
    "Followed",
    "Following",
    "Groups",
    "Holdings",
    "Holidays",
    "Home",
    "InstallStates",
    "Installation",
    "Installations",
    "KeyUse",
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
    "Rooms",
    "Rulebook",
    "SavedForm",
    "SavedForms",
    "Seals",
    "SearchIndex",
    "Searcher",
    "Store",
    "StoreDown",
    "StudyClock",
    "Tenants",
    "Theme",
    "Threads",
    "Tokens",
    "Unled",
    "Unsealable",
    "Visit",
    "Votes",
    "Voting",
]
