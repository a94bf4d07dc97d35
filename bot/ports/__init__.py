"""Protocols between the use cases and everything outside them."""

from bot.ports.facts import Facts
from bot.ports.kept import AlreadyHandled, Batch, Changed, Claimed, Cursor, Decide, Party, Pressed
from bot.ports.ledger import Ledger
from bot.ports.links import LinkLine, Links, Reported
from bot.ports.outside import Clock, Conversation, Engine, Holidays, Library, Outgoing, Platform
from bot.ports.painter import Painter, Theme
from bot.ports.people import People
from bot.ports.plans import Plans
from bot.ports.store import Store
from bot.ports.webchat import ChatLog, ChatMessage, ClockFace, Pauses, StudyClock

__all__ = [
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
    "Engine",
    "Facts",
    "Holidays",
    "Ledger",
    "Library",
    "LinkLine",
    "Links",
    "Outgoing",
    "Painter",
    "Party",
    "Pauses",
    "People",
    "Plans",
    "Platform",
    "Pressed",
    "Reported",
    "Store",
    "StudyClock",
    "Theme",
]
