"""How verbs print: a table for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click


def show(rows: Sequence[Mapping[str, Any]], *, as_json: bool, empty: str = "Nothing.") -> None:
    """Print rows as a table with a heading, or as a JSON list."""
    if as_json:
        click.echo(json.dumps(list(rows), ensure_ascii=False, default=str))
        return
    if not rows:
        click.echo(empty)
        return
    names = list(rows[0])
    lines = [names, *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(names))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def say(text: str, *, as_json: bool, **fields: object) -> None:
    """Print one sentence, or the same as a JSON object with its fields."""
    click.echo(json.dumps({"text": text, **fields}, default=str) if as_json else text)
