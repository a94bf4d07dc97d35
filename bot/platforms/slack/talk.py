"""What the listener lends to those that handle windows, forms and channels."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.domain.conversation import Inbound, Reply
from bot.platforms.slack.inbound import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Asking the conversation, working beside a handler, and bringing a Home up to date."""

    ask: Callable[[Caller, Inbound], Awaitable[Reply]]
    later: Callable[[Coroutine[Any, Any, Any]], None]
    refresh: Callable[[Caller], None]
