"""How long each parser takes over hostile letters: its slowest shape, in milliseconds.

python bench/hostile.py [--small] [--json]

`tests/unit/test_hostile_text.py` counts work instead, and needs no clock.
"""

import time

from bench.common import ROUNDS, Options, Ratio, Report, Times, options
from bot.library import load_library, shipped
from tests.fakes.hostile import LETTERS, SHAPES, answer, hostile, parsers

ALLOWED_MS = 50.0
LENGTHS = (100, 200, 500, 1_000, 2_000, LETTERS)


def run(given: Options) -> Report:
    """Every parser over every shape, the median of its rounds."""
    curriculum = next(iter(load_library([shipped("curriculum")]).curricula.values()))
    report = Report(title="Hostile text", columns=("parser", "slowest ms", "shape", "letters"))
    worst = 0.0
    for name, parser in parsers(curriculum).items():
        ms = Times()
        cases = [
            (shape, letters)
            for shape in SHAPES
            for letters in (LENGTHS[-1:] if given.small else LENGTHS)
        ]
        for shape, letters in cases * ROUNDS:
            text = hostile(shape, letters)
            began = time.perf_counter()
            answer(parser, text)
            ms.add(f"{shape}/{letters}", (time.perf_counter() - began) * 1000)
        slowest = max(ms.found, key=ms.of)
        looks, _, length = slowest.partition("/")
        report.rows.append([name, ms.of(slowest), looks, int(length)])
        worst = max(worst, ms.of(slowest))
    report.ratios = [
        Ratio(name="slowest ÷ 50 ms, less is better", value=worst / ALLOWED_MS, floor=1, goal=0.5)
    ]
    return report


if __name__ == "__main__":
    asked = options("How long hostile text keeps a parser busy.")
    run(asked).show(asked)
