"""Full-text ranking by SQLite's own FTS5, in memory: BM25, stemming, nothing to install."""

import sqlite3
from collections.abc import Mapping, Sequence

from bot.ports.search import Phrase, Texts

_HEAD = ("makers", "title", "topics", "about")
_WEIGHTS = "2.0, 6.0, 4.0, 3.0"
"""What a word counts in each column of the head, in their order."""
_TELLING = (1, 2, 3, 0)
"""The columns of the head, the most telling first."""
_OPEN, _CLOSE = "\x01", "\x02"
_APART = {
    "experience": "experiense",
    "experiences": "experienses",
    "experienced": "experiensed",
    "general": "generol",
    "generally": "generolly",
    "university": "univorsity",
    "universities": "univorsities",
    "news": "newz",
    "mobility": "mobylity",
    "trading": "tradding",
    "book": "boook",
    "books": "boooks",
}
"""Words that Porter's stemmer takes for others (experiment, generation, universal, new, mobile,
trade, booking), and how they are kept."""
_BACK = {kept: word for word, kept in _APART.items()}
_MAKE = """
CREATE VIRTUAL TABLE head USING fts5(makers, title, topics, about, tokenize='porter unicode61');
CREATE VIRTUAL TABLE rest USING fts5(words, tokenize='porter unicode61');
"""


class FtsIndex:
    """Implements `ports.TextIndex`. Used by one thread at a time."""

    def __init__(self, texts: Sequence[Texts]) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(_MAKE)
        self._connection.executemany(
            "INSERT INTO head(rowid, makers, title, topics, about) VALUES (?, ?, ?, ?, ?)",
            (
                (n, _kept(t.makers), _kept(t.title), _kept(t.topics), _kept(t.about))
                for n, t in enumerate(texts)
            ),
        )
        self._connection.executemany(
            "INSERT INTO rest(rowid, words) VALUES (?, ?)",
            ((n, _kept(t.body)) for n, t in enumerate(texts) if t.body),
        )

    def heads(self, phrases: Sequence[Phrase]) -> Mapping[int, float]:
        """See `ports.TextIndex`."""
        ranked = f"SELECT rowid, -bm25(head, {_WEIGHTS}) FROM head WHERE head MATCH ?"  # noqa: S608
        return self._ranked(ranked, phrases)

    def bodies(self, phrases: Sequence[Phrase]) -> Mapping[int, float]:
        """See `ports.TextIndex`."""
        return self._ranked("SELECT rowid, -bm25(rest) FROM rest WHERE rest MATCH ?", phrases)

    def where(self, number: int, phrases: Sequence[Phrase]) -> tuple[str, str] | None:
        """See `ports.TextIndex`."""
        marked = ", ".join(f"highlight(head, {n}, '{_OPEN}', '{_CLOSE}')" for n in _TELLING)
        row = self._connection.execute(
            f"SELECT {marked} FROM head WHERE rowid = ? AND head MATCH ?",  # noqa: S608
            (number, _match(phrases)),
        ).fetchone()
        for column, text in zip(_TELLING, row or (), strict=False):
            if word := _marked(text):
                return _HEAD[column], word
        return None

    def said(self, number: int, phrases: Sequence[Phrase]) -> str:
        """See `ports.TextIndex`."""
        row = self._connection.execute(
            f"SELECT highlight(rest, 0, '{_OPEN}', '{_CLOSE}') FROM rest"  # noqa: S608
            " WHERE rowid = ? AND rest MATCH ?",
            (number, _match(phrases)),
        ).fetchone()
        return _marked(row[0]) if row else ""

    def _ranked(self, statement: str, phrases: Sequence[Phrase]) -> Mapping[int, float]:
        if not phrases:
            return {}
        return dict(self._connection.execute(statement, (_match(phrases),)))


def _marked(text: str) -> str:
    """The first words between marks."""
    words = text.partition(_OPEN)[2].partition(_CLOSE)[0]
    return " ".join(_BACK.get(word, word) for word in words.split())


def _match(phrases: Sequence[Phrase]) -> str:
    """The phrases in FTS5's own words: any of them, each with all its words."""
    return " OR ".join(f"({' AND '.join(_quoted(word) for word in phrase)})" for phrase in phrases)


def _quoted(words: str) -> str:
    return '"' + _kept(words.replace('"', "")) + '"'


def _kept(words: str) -> str:
    return " ".join(_APART.get(word, word) for word in words.split())
