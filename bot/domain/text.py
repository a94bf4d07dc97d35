"""What people type, made safe to read: capped, cleaned, or refused kindly."""

from bot.domain.errors import UserError
from bot.domain.shown import clean, keeps

COMMAND_LIMIT = 1_000
NAME_LIMIT = 80
NOTE_LIMIT = 2_000
INPUT_LIMIT = NOTE_LIMIT + 200
"""The longest text that anything looks at: a note, and the words that say where it belongs."""


class TooLong(UserError):
    """That is more than I can read at once. Try fewer words, for example `done`."""


class Unreadable(UserError):
    """I could not read some of the letters in that. Type it once more, for example `help`."""


def clean_input(text: str, limit: int) -> str:
    """The text on one line, without control, bidi or invisible characters.

    Raises:
        TooLong: it has more than `limit` letters.
        Unreadable: it holds U+0000 or half of a character, which no database keeps alike.
    """
    check_length(text, limit)
    if not keeps(text):
        raise Unreadable
    return clean(text)


def check_length(text: str, limit: int) -> None:
    """Refuse what is longer than a command may be.

    Raises:
        TooLong: it is.
    """
    if len(text) > limit:
        raise TooLong(
            f"That is longer than the {limit:,} letters I read at once. "
            "Try fewer words, for example `done`."
        )


def clean_name(text: str) -> str:
    """A person's or a place's name as it is kept: 80 letters at most, all of them readable."""
    return clean(text[: 4 * NAME_LIMIT])[:NAME_LIMIT].rstrip()
