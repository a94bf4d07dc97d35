"""What every benchmark shares: its options, medians, a steady table, and the lag of the loop."""

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

Row = list[str | float | int]

ROUNDS = 3
PROBE_S = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a benchmark was asked to run."""

    small: bool
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One number to watch: `floor` means broken, `goal` is where we want to be."""

    name: str
    value: float
    floor: float
    goal: float

    @property
    def verdict(self) -> str:
        """Where the value stands; a goal below the floor means that less is better."""
        sign = -1 if self.goal < self.floor else 1
        if sign * self.value >= sign * self.goal:
            return "goal"
        return "ok" if sign * self.value >= sign * self.floor else "BELOW THE FLOOR"


@dataclass(slots=True, kw_only=True)
class Report:
    """A table with its notes, the ratios last."""

    title: str
    columns: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)

    def show(self, options: Options) -> None:
        """Print for people or, with `as_json`, for programs."""
        print(self._json() if options.as_json else self._text())

    def _json(self) -> str:
        return json.dumps(
            {
                "title": self.title,
                "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
                "notes": self.notes,
                "ratios": {
                    each.name: {
                        "value": each.value,
                        "floor": each.floor,
                        "goal": each.goal,
                        "verdict": each.verdict,
                    }
                    for each in self.ratios
                },
            },
            indent=2,
        )

    def _text(self) -> str:
        ratios = [
            f"{each.name}: {shown(each.value)}  "
            f"(floor {shown(each.floor)}, goal {shown(each.goal)}: {each.verdict})"
            for each in self.ratios
        ]
        cells = [[*map(str, self.columns)], *([*map(shown, row)] for row in self.rows)]
        return "\n".join([self.title, "", *table(cells), "", *self.notes, *ratios])


def options(description: str) -> Options:
    """Read the command line of a benchmark."""
    parser = argparse.ArgumentParser(description=description)
    for name, text in (("json", "print JSON"), ("small", "a few seconds, to see that it works")):
        parser.add_argument(f"--{name}", action="store_true", help=text)
    given = parser.parse_args()
    return Options(small=given.small, as_json=given.json)


def shown(value: str | float) -> str:
    """A cell: numbers with three digits that count."""
    if isinstance(value, str) or value == int(value):
        return f"{value:,}" if isinstance(value, int) else str(value).removesuffix(".0")
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, its first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(slots=True)
class Lag:
    """How much later than asked for the event loop came back, in milliseconds."""

    samples: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """All but one in a hundred were shorter."""
        return percentile(self.samples, 0.99)

    @property
    def most(self) -> float:
        """The longest."""
        return max(self.samples, default=0.0)


@asynccontextmanager
async def watched(lag: Lag) -> AsyncIterator[None]:
    """Sample the loop's lag for as long as the block runs."""

    async def probe() -> None:
        while True:
            asked_at = time.perf_counter()
            await asyncio.sleep(PROBE_S)
            lag.samples.append((time.perf_counter() - asked_at - PROBE_S) * 1000)

    task = asyncio.create_task(probe())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()


@dataclass(slots=True)
class Times:
    """Measurements by name; each is asked for as the median of its rounds."""

    found: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """Keep one round's value."""
        self.found.setdefault(name, []).append(value)

    def of(self, name: str) -> float:
        """The median of the rounds."""
        return median(self.found[name])

    def ratio(self, name: str, base: str) -> float:
        """The median of one divided by the median of the other."""
        return self.of(name) / self.of(base)
