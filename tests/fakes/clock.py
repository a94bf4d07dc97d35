"""A clock that moves only when a test says so."""

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


class FakeClock:
    """Implements `ports.Clock`: real and study time move together, study time may run ahead."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self._real = at
        self._elapsed = 0.0
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return self._real + self.offset

    def real(self) -> datetime:
        return self._real

    def monotonic(self) -> float:
        return self._elapsed

    def advance(self, by: timedelta) -> None:
        self._real += by
        self._elapsed += by.total_seconds()

    def advance_to(self, study: datetime) -> None:
        self.advance(study - self.now())
