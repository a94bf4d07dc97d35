"""Structured logs: one event, one line; ids always, message texts and secrets never."""

import json
import logging
import re
import sys
from collections.abc import Collection, MutableMapping
from functools import lru_cache
from typing import Any, TextIO

import structlog

SECRET_NAMES = re.compile(r"token|secret|password|authorization|cookie|database_url", re.IGNORECASE)
SECRET_VALUES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|[?&](token|code|state)=[^&\s]+|://[^/\s:@]+:[^@\s]+@"
)
HIDDEN = "(hidden)"
NOISY = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "discord",
    "psycopg",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "uvicorn",
    "websockets",
)
"""Libraries that tell at lower levels what they send and receive."""


def set_up_logs(
    *,
    as_json: bool,
    level: int = logging.INFO,
    to: TextIO | None = None,
    secrets: Collection[str] = (),
) -> None:
    """Send every log line to `to` (standard error), for people or as JSON.

    `secrets` are never written, whoever logs them and in whatever place of a line.
    """
    stream = to or sys.stderr
    hidden = _Hidden(secrets)
    structlog.configure(
        processors=_processors(hidden, as_json=as_json),
        logger_factory=structlog.WriteLoggerFactory(stream),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redaction(hidden))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its warnings quote whole addresses, and those of interactions hold a token.
    logging.getLogger("discord.http").setLevel(logging.ERROR)


def _processors(hidden: "_Hidden", *, as_json: bool) -> list[Any]:
    """What makes a line of an event; the last step sees all of it, tracebacks included."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([structlog.processors.format_exc_info] if as_json else []),
        redact,
        renderer,
        lambda _logger, _method, line: hidden.out_of(line),
    ]


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Hide what goes by a secret's name; values are hidden in the finished line."""
    for name in event:
        if _is_secret(name):
            event[name] = HIDDEN
    return event


@lru_cache(maxsize=512)
def _is_secret(name: str) -> bool:
    return SECRET_NAMES.search(name) is not None


class _Hidden:
    """Takes the secrets in force, and all that looks like one, out of a text."""

    def __init__(self, secrets: Collection[str]) -> None:
        spelled = {way for each in secrets for way in (each, _quoted(each), repr(each)[1:-1])}
        longest_first = sorted(spelled, key=lambda way: (-len(way), way))
        known = [re.escape(way) for way in longest_first]
        self._pattern = re.compile("|".join([*known, SECRET_VALUES.pattern]))

    def out_of(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(HIDDEN, text)


class _Redaction(logging.Formatter):
    """The same for the lines that libraries log."""

    def __init__(self, hidden: _Hidden) -> None:
        super().__init__("%(message)s")
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return self._hidden.out_of(super().format(record))


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]
