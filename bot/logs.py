"""Structured logs: one event, one line; ids always, message texts and secrets never."""

import json
import logging
import re
import sys
from collections.abc import Collection, MutableMapping
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
    structlog.configure(
        processors=_processors(as_json=as_json),
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(_Redaction(secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _processors(*, as_json: bool) -> list[Any]:
    """What makes a line of an event."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return [
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([structlog.processors.format_exc_info] if as_json else []),
        redact,
        renderer,
        # The traceback stands in the line already; logging would add it once more.
        lambda _logger, _method, line: ((line,), {"exc_info": False}),
    ]


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Hide what looks like a secret, by name and by value."""
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = SECRET_VALUES.sub(HIDDEN, value)
    return event


class _Redaction(logging.Formatter):
    """The last step of every line, also of those that libraries log, tracebacks included."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(message)s")
        spelled = {way for each in secrets for way in (each, _quoted(each), repr(each)[1:-1])}
        longest_first = sorted(spelled, key=lambda way: (-len(way), way))
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return SECRET_VALUES.sub(HIDDEN, self._known.sub(HIDDEN, super().format(record)))


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]
