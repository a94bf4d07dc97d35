"""Short answers to kind words, and to a yes or a no that answers nothing."""

from bot.domain.card import Button, Card, Tone, Words, words
from bot.domain.cards.parts import button, said

_PROGRESS = (button("Progress", "progress"),)
_OPEN = (button("Done", "done"), button("Later", "later"))
_ON = (button("Next reading now", "next"),)


def kind_card(kind: str, *, reading: Words) -> Card:
    """The answer; `reading` is the title of what waits, empty where nothing does."""
    if kind == "thanks":
        return Card(
            title=words("You are welcome"),
            text=(words("Happy reading."),),
            buttons=_PROGRESS,
            tone=Tone.GENTLE,
        )
    if not reading:
        return _nothing_waits(kind)
    return Card(
        title=words("Yes to what?" if kind == "yes" else "Nothing was changed"),
        text=(_about(kind, reading),),
        buttons=_OPEN,
        tone=Tone.GENTLE,
    )


def _nothing_waits(kind: str) -> Card:
    buttons: tuple[Button, ...] = _ON
    if kind == "yes":
        title, text = "Yes to what?", "For the next reading type `next`, to start a plan `enroll`."
    else:
        title, text = "Nothing was changed", "To hear less from me type `stop` or `pause`."
        buttons = _PROGRESS
    return Card(title=words(title), text=(said(text),), buttons=buttons, tone=Tone.GENTLE)


def _about(kind: str, reading: Words) -> Words:
    if kind == "yes":
        return words(
            "If you have read ", reading, said(", type `done`; for another reading, `next`.")
        )
    return words(
        "If ",
        reading,
        said(" can wait, type `later`; to leave it out, `skip`; for a rest, `pause`."),
    )
