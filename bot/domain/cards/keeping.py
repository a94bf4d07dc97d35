"""Cards about what is kept of a person."""

from bot.domain.card import ButtonStyle, Card, Code, Fact, Tone, words
from bot.domain.cards.parts import button, count, fact, said


def data_card(facts: tuple[Fact, ...]) -> Card:
    """What is kept of a person, and what they can do about it."""
    return Card(
        title=words("What is kept about you here"),
        text=(
            words(
                "Your name here, your time zone and quiet hours, your plans and how far you are, "
                "and what you wrote. In this workspace alone; nobody else here is shown your notes."
            ),
        ),
        facts=facts,
        buttons=(button("Get a copy", "export"), button("Erase it all", "forget")),
        footer=said("By typing: `data export` or `data forget`."),
    )


def export_card(*, minutes: int | None) -> Card:
    """The files are here."""
    lasting = words(f" They can be fetched for {minutes} minutes.") if minutes else words()
    return Card(
        title=words("Everything that is kept about you"),
        text=(
            words(
                "Two files: one holds all of it to the letter (JSON); the other is for a "
                "spreadsheet and holds what you did, rated and wrote (CSV).",
                lasting,
            ),
        ),
        footer=words("They are for you alone; keep them where others do not look."),
        tone=Tone.SUCCESS,
    )


def forget_question(facts: tuple[Fact, ...], *, word: str, minutes: int, groups: int) -> Card:
    """Asked once more before everything goes."""
    text = [
        words("This cannot be undone. It all goes at once, and nothing more is sent to you."),
        words(
            "Press the button, or type ",
            Code(f"data forget {word}"),
            f" within {minutes} minutes. Do nothing, and nothing is erased.",
        ),
    ]
    if groups:
        go = "goes" if groups == 1 else "go"
        shared = f"{count(groups, 'plan')} that you started in a channel {go} on for the others"
        text.insert(1, words(f"{shared}, without your name."))
    return Card(
        title=words("Erase everything that is kept about you here?"),
        text=tuple(text),
        facts=facts,
        buttons=(
            button("Erase everything", "forget", arg=word, style=ButtonStyle.DANGER),
            button("Get a copy first", "export"),
        ),
        tone=Tone.GENTLE,
    )


def forgotten_card() -> Card:
    """Everything is gone."""
    return Card(
        title=words("Everything about you here is erased"),
        text=(
            words(
                "Your plans, your progress, your notes and ratings, and our messages as far as "
                "they were mine to erase. Thank you for reading along."
            ),
            said("If you ever come back: `enroll`. You would start as somebody new."),
        ),
        tone=Tone.SUCCESS,
    )


def holdings_facts(
    *, plans: int, readings: int, notes: int, ratings: int, messages: int
) -> tuple[Fact, ...]:
    """How much there is, without what there is none of."""
    counts = {
        "Plans": plans,
        "Readings done": readings,
        "Notes": notes,
        "Ratings": ratings,
        "Messages": messages,
    }
    found = tuple(fact(label, f"{number:,}") for label, number in counts.items() if number)
    return found or (fact("Plans and notes", "none"),)
