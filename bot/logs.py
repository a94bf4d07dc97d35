"""Structured logs: one event, one line; ids always, message texts and secrets never."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

SECRET_NAMES = re.compile(r"token|secret|password|authorization|cookie|database_url", re.IGNORECASE)
SECRET_VALUES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|[?&](token|code|state)=[^&\s]+|://[^/\s:@]+:[^@\s]+@"
)
HIDDEN = "(hidden)"


def set_up_logs(*, as_json: bool, level: int = logging.INFO, to: TextIO | None = None) -> None:
    """Send every log line to `to` (standard error), for people or as JSON."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            *([structlog.processors.format_exc_info] if as_json else []),
            redact,  # last, so that nothing after it can bring a secret back
            renderer,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(_Redaction())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("apscheduler", "uvicorn", "alembic", "slack_bolt", "slack_sdk", "discord"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


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


class _Redaction(logging.Filter):
    """The same for lines that libraries log by themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line; every line passes."""
        record.msg, record.args = SECRET_VALUES.sub(HIDDEN, record.getMessage()), None
        return True
