"""A small curriculum on disk, to be broken one way at a time."""

from collections.abc import Mapping
from pathlib import Path

MAIN = """\
id: sample
title: A sample
credit: Made up for the tests.
url: https://example.org/
sections:
  - sections/start.yaml
  - sections/more.yaml
"""

PLANS = """\
plans:
  - id: all
    title: All of it
    summary: Everything there is.
    sections: [start, more]
  - id: taste
    title: A taste
    summary: Two readings.
    resources:
      - first
      - a-book/2
"""

START = """\
id: start
title: Getting started
resources:
  - id: first
    title: First
    kind: article
    url: https://example.org/first
    year: 2024
    minutes: 10
  - id: a-book
    title: A book
    kind: book
    url: https://example.org/book
    access: paid
    minutes: 90
    shelf: true
    units: 3
"""

MORE = """\
id: more
title: More
parent: start
resources:
  - id: a-case
    title: A case
    kind: case study
    url: https://example.org/case
    case:
      company: Example
      industry: examples
      task: showing
  - id: courses
    title: Two courses
    kind: course list
    url: https://example.org/courses
    shelf: true
    parts:
      - {id: course-one, title: One, url: "https://example.org/one", minutes: 60}
      - {id: course-two, title: Two, url: "https://example.org/two", minutes: 30}
"""

SAMPLE: Mapping[str, str] = {
    "curriculum.yaml": MAIN,
    "plans.yaml": PLANS,
    "sections/start.yaml": START,
    "sections/more.yaml": MORE,
}


def write(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the sample into a folder, with these files instead of or beside its own."""
    for name, content in {**SAMPLE, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str | bytes]:
    """One file of the sample with one place changed."""
    assert SAMPLE[name].count(old) == 1, f"{old!r} must stand once in {name}"
    return {name: SAMPLE[name].replace(old, new)}
