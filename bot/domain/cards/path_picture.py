"""The picture of a path with its words, for those who do not see it."""

from bot.domain.card import Picture, Text, Untrusted, Words, joined, words
from bot.domain.cards.parts import count
from bot.domain.path_map import Here, PathMap, Standing
from bot.domain.shown import full_day

LONGEST_ALT = 1_000
"""Platforms cut longer ones off; the caps below keep every text shorter."""
_TITLE = 80
_SECTION = 40


def path_picture(path: PathMap) -> Picture:
    """A map to be drawn, and the same in words."""
    return Picture(content=path, alt=alt_text(path))


def alt_text(path: PathMap) -> Words:
    """What the picture shows: numbers, place, sections in order, and the last date."""
    numbers = f": {path.done} of {count(path.total, 'reading')} done."
    sentences: list[Text] = [words(Untrusted(_cut(path.title, _TITLE)), numbers)]
    if path.left_out:
        sentences.append(f"{path.left_out} left out or passed by.")
    if path.here is not None:
        sentences.append(_where(path.here, path))
    if len(path.stretches) > 1:
        sentences.append(_sections(path))
    return joined([*sentences, *_when(path)], " ")


def _where(here: Here, path: PathMap) -> Words:
    title = Untrusted(_cut(here.title, _TITLE))
    if not here.is_open:
        on = f", on {full_day(path.next_on)}" if path.next_on else ""
        return words(f"Next comes number {here.number}, ", title, f"{on}.")
    more = f", and {path.with_you - 1} more with you" if path.with_you > 1 else ""
    return words(f"Now reading number {here.number}, ", title, f"{more}.")


def _sections(path: PathMap) -> Words:
    each = (
        words(Untrusted(_cut(stretch.title, _SECTION)), f" {stretch.done} of {stretch.total}")
        for stretch in path.stretches
    )
    return words("Done in its sections: ", joined(each, "; "), ".")


def _when(path: PathMap) -> list[Text]:
    found: list[Text] = []
    if path.finished_on:
        found.append(f"Finished on {full_day(path.finished_on)}.")
    if path.standing is Standing.PAUSED:
        found.append("Paused.")
    if path.last_on:
        found.append(f"Last date {full_day(path.last_on)} at your pace.")
    return found


def _cut(title: str, most: int) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
