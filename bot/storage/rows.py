"""A batch of rows as one table expression: `json_each` on SQLite, `unnest` on PostgreSQL.

One statement a batch, however many rows: the same SQL text runs on both databases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

BIG = "bigint"
TXT = "text"


class Rows:
    """Names and types of the columns of a batch; `r` is its alias in a statement."""

    def __init__(self, **columns: str) -> None:
        self._columns: Mapping[str, str] = columns

    def source(self, dialect: str) -> str:
        """The expression to stand after FROM, with alias `r`."""
        if dialect == "sqlite":
            picked = ", ".join(
                f"json_extract(value, '$[{index}]') AS {name}"
                for index, name in enumerate(self._columns)
            )
            return f"(SELECT {picked} FROM json_each(:r)) AS r"  # noqa: S608 - our own names
        arrays = ", ".join(f"CAST(:r_{name} AS {kind}[])" for name, kind in self._columns.items())
        return f"unnest({arrays}) AS r({', '.join(self._columns)})"

    def params(self, dialect: str, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """The bound values of these rows, given in the order of the columns."""
        if dialect == "sqlite":
            return {"r": json.dumps(rows)}
        return {f"r_{name}": [row[i] for row in rows] for i, name in enumerate(self._columns)}


@cache
def _compiled(statement: str, dialect: str, *, rows: "Rows") -> TextClause:
    return text(statement.replace("{r}", rows.source(dialect)))


def run(
    connection: Connection,
    statement: str,
    *,
    rows: Rows,
    batch: Sequence[Sequence[Any]],
    **params: Any,  # noqa: ANN401 - bound values of any column
) -> Sequence[Any]:
    """Run a statement over a batch and return what it returns; `{r}` stands for the rows.

    An empty batch runs nothing.
    """
    if not batch:
        return ()
    dialect = connection.dialect.name
    bound = rows.params(dialect, batch) | params
    result = connection.execute(_compiled(statement, dialect, rows=rows), bound)
    return result.fetchall() if result.returns_rows else ()


def ids(
    connection: Connection,
    statement: str,
    *,
    numbers: Iterable[int],
    **params: Any,  # noqa: ANN401 - bound values of any column
) -> Sequence[Any]:
    """As `run` with a batch of one column, `r.id`."""
    return run(connection, statement, rows=ID, batch=[(number,) for number in numbers], **params)


ID = Rows(id=BIG)
