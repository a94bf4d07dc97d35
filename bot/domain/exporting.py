"""A person's data as files: JSON to the letter, CSV that no spreadsheet takes for a formula."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - spreadsheets read the wide ones alike
_HEADING = ("what", "plan or guide", "reading", "title", "when", "value")

Row = Mapping[str, object]


def as_json(records: Mapping[str, Sequence[Row]], *, about: Mapping[str, object]) -> bytes:
    """Everything as it is kept; instants as ISO 8601 in UTC, with microseconds."""
    told = {**about, "kept": records}
    text = json.dumps(told, ensure_ascii=False, indent=1, default=_instant)
    return f"{text}\n".encode()


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """What was done, rated and written, one line each."""
    return as_table([_HEADING, *rows])


def as_table(rows: Sequence[Sequence[object]]) -> bytes:
    """A table whose cells are all text; a byte order mark tells it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([safe_cell(_plain(value)) for value in row])
    return out.getvalue().encode("utf-8-sig")


def csv_rows(
    records: Mapping[str, Sequence[Row]], titles: Mapping[tuple[object, object], str]
) -> list[tuple[object, ...]]:
    """The lines of the table; `titles` are by curriculum and reading."""
    rows: list[tuple[object, ...]] = [
        ("plan", plan["plan"], "", "", plan["started_at"], plan["state"])
        for plan in records.get("enrollments", ())
    ]
    for table, what, when, value in (
        ("progress", "done", "done_at", ""),
        ("ratings", "rating", "at", "stars"),
        ("notes", "", "at", "body"),
    ):
        for row in records.get(table, ()):
            reading = (row["curriculum"], row["resource_id"])
            said = row[value] if value else "yes"
            title = titles.get(reading, "")
            rows.append((what or row["kind"], *reading, title, row[when], said))
    return rows


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows as text, whatever stands in it.

    Formulas start with =, +, -, @, a tab or a line break, white space before them does not
    help (OWASP, CSV injection).
    """
    bare = text.lstrip()
    if text[:1] in _FORMULA or bare[:1] in _FORMULA:
        return f"'{text}"
    return text


def _plain(value: object) -> str:
    return _instant(value) if isinstance(value, datetime) else str(value)


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"no way to write {type(value).__name__}")
    return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
