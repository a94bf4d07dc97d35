"""Pages from templates: everything that goes in is escaped, and a page may load nothing."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.domain.shown import clean, full_day

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def _pages() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only for pages

    made = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["clean"] = clean
    made.filters["day"] = full_day
    return made


def page(name: str, **values: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """A template filled in."""
    return _pages().get_template(name).render(**values, style=style())


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of every page, which stands in the page itself."""
    source = _pages().loader
    assert source is not None  # noqa: S101 - made with one above
    return source.get_source(_pages(), "style.css")[0]


@lru_cache(maxsize=1)
def policy() -> str:
    """What a page may load: its own style sheet, known by its hash, and its own pictures."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; "
        f"form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
