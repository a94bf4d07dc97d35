"""How long a picture of a path takes, beside Pillow's plain writing of a PNG of the same size.

python bench/picture.py [--small] [--json]
"""

import time
from io import BytesIO

from bench.common import ROUNDS, Options, Ratio, Report, Row, Times, options
from bot.domain.enrollment import Handled
from bot.domain.outlook import look
from bot.domain.path_map import PathMap
from bot.domain.path_mapping import map_path
from bot.ports import Theme
from tests.fakes.paths import Shape, seen

CORE = Shape(sections=(("Overview", (0,) * 7), ("Intermediate", (0,) * 5), ("Advanced", (0,) * 5)))
LONG = tuple((f"Section {number}", (0,) * size) for number, size in enumerate((10, 2, 7, 5, 5, 8)))
BOOKS = (10, 28, 50, 20, 21, 17, 0, 0, 0, 0)
SHAPES = {
    "17 readings": CORE,
    "52 readings": Shape(sections=(*LONG, ("Case studies", (0,) * 9), ("Bonus", (0,) * 6))),
    "the same, books in parts": Shape(sections=(("Basics", BOOKS), *LONG[1:])),
    "5,000 readings": Shape(sections=tuple((f"Section {n}", (0,) * 125) for n in range(40))),
}
STATES = (Handled.DONE, Handled.DONE, Handled.SKIPPED, Handled.DONE, Handled.SENT)
REPEATS = 9
LIMIT_MS = 300.0


def run(given: Options) -> Report:
    """Map, draw and write each shape in turn, round after round."""
    began = time.perf_counter()
    from bot.pictures.path import draw_path  # noqa: PLC0415 - the first one pays for Pillow

    draw_path(_mapped(CORE, Times(), name=""), Theme.LIGHT)
    first = (time.perf_counter() - began) * 1000
    ms, sizes = Times(), dict[str, int]()
    for _ in range(1 if given.small else ROUNDS * REPEATS):
        for name, shape in SHAPES.items():
            path = _mapped(shape, ms, name=name)
            began = time.perf_counter()
            content = draw_path(path, Theme.LIGHT)
            ms.add(f"{name} draw", (time.perf_counter() - began) * 1000)
            ms.add(f"{name} bare", _bare(content))
            sizes[name] = len(content)
    return _report(ms, sizes, first=first)


def _mapped(shape: Shape, ms: Times, *, name: str) -> PathMap:
    view, study = seen(shape, STATES)
    outlook = look(view, study)
    began = time.perf_counter()
    path = map_path(view, study, outlook=outlook)
    ms.add(f"{name} map", (time.perf_counter() - began) * 1000)
    return path


def _bare(content: bytes) -> float:
    """Milliseconds that Pillow takes to write the same pixels as they come."""
    from PIL import Image  # noqa: PLC0415 - see `run`

    picture = Image.open(BytesIO(content)).convert("RGB")
    began = time.perf_counter()
    picture.save(BytesIO(), "PNG")
    return (time.perf_counter() - began) * 1000


def _report(ms: Times, sizes: dict[str, int], *, first: float) -> Report:
    report = Report(
        title="A picture of a path",
        columns=("", "map, ms", "draw, ms", "bare PNG, ms", "KiB"),
    )
    for name, size in sizes.items():
        row: Row = [name, *(ms.of(f"{name} {part}") for part in ("map", "draw", "bare"))]
        report.rows.append([*row, size / 1024])
    report.notes.append(f"the first picture of a process, Pillow's import included: {first:.0f} ms")
    slowest = max(ms.of(f"{name} draw") + ms.of(f"{name} map") for name in sizes)
    report.ratios = [
        Ratio(name="slowest picture, ms", value=slowest, floor=LIMIT_MS, goal=LIMIT_MS / 3),
        *(
            Ratio(
                name=f"{name}: draw ÷ bare PNG",
                value=ms.ratio(f"{name} draw", f"{name} bare"),
                floor=3.0,
                goal=1.0,
            )
            for name in list(sizes)[:2]
        ),
    ]
    return report


if __name__ == "__main__":
    asked = options("How long a picture of a path takes.")
    run(asked).show(asked)
