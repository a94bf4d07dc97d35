"""Search over readings and case studies."""

from bot.library.search.live import LiveSearch

__all__ = ["LiveSearch"]
