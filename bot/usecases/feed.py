"""What a calendar program gets that fetches a feed: the file, or nothing for whatever reason."""

import re

from bot.ports import CalendarWriter, Clock, Feeds
from bot.usecases.calendar import agenda_of, digest_of
from bot.usecases.rates import Recent
from bot.usecases.study import Studies

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits in URL-safe base64 without padding."""
MOST_AN_HOUR = 120
"""Calendar programs come a few times an hour at most, each on its own."""
HOUR_S = 3600.0


class FeedReader:
    """Reads feeds; remembers how often each was read, in bounded memory."""

    def __init__(
        self,
        feeds: Feeds,
        *,
        studies: Studies,
        writer: CalendarWriter,
        clock: Clock,
        most_an_hour: int = MOST_AN_HOUR,
    ) -> None:
        self._feeds = feeds
        self._studies = studies
        self._writer = writer
        self._clock = clock
        self._most = most_an_hour
        self._recent = Recent(within_s=HOUR_S)

    async def read(self, secret: str) -> bytes | None:
        """The calendar of this secret; None where there is none, or it was read too often."""
        if not SECRET.fullmatch(secret):
            return None
        digest, now = digest_of(secret), self._clock.monotonic()
        if self._recent.full(digest, now, most=self._most):
            return None
        feed = await self._feeds.opened(digest)
        if feed is None:
            return None
        self._recent.add(digest, now, most=self._most)
        return self._writer.write(agenda_of(feed, self._studies))
