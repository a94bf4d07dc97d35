"""The system's clock: the only place that reads the time."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Implements `ports.Clock`; study time is real time plus an offset that only grows."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Study time, aware, UTC."""
        return self.real() + self.offset

    def real(self) -> datetime:
        """Real time, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that may

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps."""
        return time.monotonic()
