"""What the web chat talks to."""

from dataclasses import dataclass, field

from bot.platforms.webchat.downloads import Downloads
from bot.platforms.webchat.hub import Hub
from bot.ports import ChatLog, Clock, Conversation, Painter, StudyClock

PLAYED_IN_S = 30.0
"""About how long a whole plan is played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatParts:
    """The conversation, the history, both clocks, the open pages and who draws.

    `plays` is the conversation without a limit of commands a minute, for a plan that is played;
    `played_in` is about how many seconds a whole plan is played.
    """

    conversation: Conversation
    log: ChatLog
    clock: StudyClock
    study: Clock
    hub: Hub
    painter: Painter
    plays: Conversation
    downloads: Downloads = field(default_factory=Downloads)
    played_in: float = PLAYED_IN_S
