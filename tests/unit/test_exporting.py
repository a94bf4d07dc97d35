"""Files of a person's data: JSON to the letter, CSV that no spreadsheet runs."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exporting import as_csv, as_json, csv_rows, safe_cell

AT = datetime(2026, 11, 23, 9, 0, 0, 7, tzinfo=UTC)
DANGEROUS = "=+-@\t\r\n"
cells = st.text(
    st.one_of(
        st.sampled_from([*DANGEROUS, " ", "\u00a0", '"', ",", ";", "'"]),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@given(cells)
def test_no_cell_begins_like_a_formula_whatever_white_space_leads(text: str) -> None:
    shown = safe_cell(text)
    assert shown in {text, f"'{text}"}
    assert not shown.lstrip().startswith(tuple("=+-@"))
    assert not shown.startswith(tuple(DANGEROUS))


@given(st.lists(cells, min_size=6, max_size=6))
def test_a_line_comes_back_cell_by_cell(row: list[str]) -> None:
    text = as_csv([row]).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found[1:] == [[safe_cell(cell) for cell in row]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", " =1+1", "\t=1", "+1", "-1", "@SUM(A1)", "\r\n=1", "\u00a0=1", "＝1"],  # noqa: RUF001
)
def test_a_formula_is_shown_as_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.dictionaries(st.text(max_size=8), st.text(st.characters(exclude_categories=["Cs"]))))
def test_json_keeps_every_letter(row: dict[str, str]) -> None:
    told = json.loads(as_json({"notes": [row]}, about={"made_at": AT}))
    assert told == {"made_at": "2026-11-23T09:00:00.000007Z", "kept": {"notes": [row]}}


def test_only_what_can_be_written_is() -> None:
    with pytest.raises(TypeError, match="bytes"):
        as_json({"notes": [{"body": b""}]}, about={})


def test_the_table_names_readings_and_leaves_out_nothing() -> None:
    reading = {"curriculum": "mlops", "resource_id": "rules"}
    rows = csv_rows(
        {
            "enrollments": [{"plan": "core", "started_at": AT, "state": "active"}],
            "progress": [reading | {"done_at": AT}],
            "ratings": [reading | {"at": AT, "stars": 4}],
            "notes": [reading | {"at": AT, "kind": "learned", "body": "start simple"}],
        },
        {("mlops", "rules"): "Rules of ML"},
    )
    assert rows == [
        ("plan", "core", "", "", AT, "active"),
        ("done", "mlops", "rules", "Rules of ML", AT, "yes"),
        ("rating", "mlops", "rules", "Rules of ML", AT, 4),
        ("learned", "mlops", "rules", "Rules of ML", AT, "start simple"),
    ]
