"""How long the search index takes to make, how fast it answers, and how often it is right.

python bench/search.py [--small] [--json], or --quality for the table of docs/search.md
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from bench.common import Options, Ratio, Report, Times, options, percentile
from bot.domain.errors import UserError
from tests.fakes.searching import FILES, Query, ask, is_right, queries, shipped_index

ROUNDS = 5
COLD_ROUNDS = 9
BUILD = """
import json, time
import bot.process, bot.cli.serve
from bot.library import load_library, shipped
library = load_library([shipped("curriculum")])
ready = time.perf_counter()
from bot.library.search.building import Builder
from bot.storage.text_index import FtsIndex
imported = time.perf_counter()
Builder(FtsIndex).build(tuple(library.curricula.values()), library.folders)
built = time.perf_counter()
print(json.dumps({"imports": (imported - ready) * 1000, "build": (built - imported) * 1000}))
"""
HOSTILE = (
    "a" * 10_000,
    "netflix " * 1_250,
    "year:" * 2_000,
    '"' * 10_000,
    "company:" + "ü" * 9_992,
    "x y z w " * 1_250,
    "like:" + "a," * 4_997,
    "NEAR( AND OR NOT * ^ " * 476,
)
BUILD_MS, ANSWER_MS, HOSTILE_MS = 300.0, 5.0, 50.0
NAIVE = "rapidfuzz over every text"


def cold(rounds: int) -> Times:
    """Make the index in fresh processes: milliseconds of imports and of building apart."""
    times = Times()
    for _ in range(rounds):
        told = subprocess.run([sys.executable, "-c", BUILD], capture_output=True, check=True)
        for name, took in json.loads(told.stdout).items():
            times.add(name, took)
    return times


def answer(text: str) -> None:
    """Answer as a person would be answered."""
    try:
        ask(text)
    except UserError:
        return


def naive() -> Callable[[str], None]:
    """The baseline: compare the question with every title, company and topic."""
    cases = shipped_index().cases
    texts = [f"{' '.join(e.companies)} {e.title} {' '.join(e.topics)}" for e in cases]

    def compare(text: str) -> None:
        process.extract(text[:200], texts, scorer=fuzz.WRatio, limit=5)

    return compare


def took(work: Callable[[str], None], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each."""
    found = []
    for text in texts:
        began = time.perf_counter()
        work(text)
        found.append((time.perf_counter() - began) * 1000)
    return found


def quickest(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The quickest of each question over the rounds: what other programs took is not ours."""
    return [min(turns) for turns in zip(*rounds, strict=True)]


def run(given: Options) -> Report:
    """Measure building and answering; the two ways of answering take turns."""
    asked = [each.query for name in FILES.values() for each in queries(name)]
    made, compare = cold(1 if given.small else COLD_ROUNDS), naive()
    rounds = 1 if given.small else ROUNDS
    turns = [(took(answer, asked), took(compare, asked)) for _ in range(rounds)]
    ours, theirs = (quickest([turn[side] for turn in turns]) for side in (0, 1))
    p95, naive_p95 = percentile(ours, 0.95), percentile(theirs, 0.95)
    worst = max(quickest([took(answer, HOSTILE) for _ in range(rounds)]))
    report = Report(title="Search over 514 case studies and every reading", columns=("", "ms"))
    report.rows = [
        ["imports, fresh process", made.of("imports")],
        ["catalogue read and index made", made.of("build")],
        [f"answers to {len(asked)} questions, median", percentile(ours, 0.5)],
        ["answers, p95", p95],
        ["10,000 hostile letters, worst", worst],
        [f"{NAIVE}, p95", naive_p95],
    ]
    report.ratios = [
        Ratio(name="index ÷ 300 ms", value=made.of("build") / BUILD_MS, floor=1.0, goal=0.5),
        Ratio(name="answers p95 ÷ 5 ms", value=p95 / ANSWER_MS, floor=1.0, goal=0.5),
        Ratio(name="hostile, worst ÷ 50 ms", value=worst / HOSTILE_MS, floor=1.0, goal=0.5),
        Ratio(name=f"{NAIVE} ÷ ours, p95", value=naive_p95 / p95, floor=1.0, goal=3.0),
    ]
    return report


def quality_table() -> str:
    """The table of docs/search.md: how many questions of each kind have the right answer first."""
    files = {name: queries(file) for name, file in FILES.items()}
    kinds = list(dict.fromkeys(each.kind for asked in files.values() for each in asked))
    lines = [f"| kind of question | {' | '.join(files)} |", f"|---|{'---|' * len(files)}"]
    lines += [f"| {kind} | {_cells(files.values(), kind)} |" for kind in kinds]
    lines.append(f"| **all** | {_cells(files.values(), '')} |")
    return "\n".join(lines)


def _cells(files: Iterable[Sequence[Query]], kind: str) -> str:
    return " | ".join(_cell([e for e in asked if kind in {"", e.kind}]) for asked in files)


def _cell(asked: Sequence[Query]) -> str:
    right = Counter(is_right(each, ask(each.query)) for each in asked)[True]
    return f"{right} of {len(asked)}" if asked else "-"


if __name__ == "__main__":
    if "--quality" in sys.argv:
        print(quality_table())
        sys.exit()
    settled = options("How fast search is made and answers.")
    run(settled).show(settled)
