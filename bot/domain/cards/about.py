"""What this bot is, and whose work it stands on."""

from collections.abc import Sequence

from bot.domain.card import Card, Link, Untrusted, words
from bot.domain.cards.parts import button, fact, listed
from bot.domain.curriculum import Curriculum


def about_card(
    curricula: Sequence[Curriculum], *, version: str, listed_by: Sequence[tuple[str, str]] = ()
) -> Card:
    """Which guide, as of which date, that nobody of it stands behind the bot, and the version.

    `listed_by` are the sources of further case studies: a sentence and an address each.
    """
    told = dict.fromkeys(each.credit for each in curricula if each.credit)
    readings = sum(
        not each.retired and each.unit_of is None
        for curriculum in curricula
        for each in curriculum.resources.values()
    )
    plans = [plan.title for curriculum in curricula for plan in curriculum.plans]
    return Card(
        title=words("A study bot that brings you one reading at a time"),
        text=(
            *(words(Untrusted(credit)) for credit in told),
            *(words("The further case studies: ", Untrusted(text)) for text, _ in listed_by),
            words(
                "The readings belong to their authors; I only link to them. "
                "What I say beside them is my own."
            ),
        ),
        facts=(
            fact("Plans", listed(plans)),
            fact("Readings", f"{readings:,}"),
            fact("Version", version),
            fact("Licence", "MIT"),
        ),
        links=(
            *(Link(words(Untrusted(each.title)), each.url) for each in curricula),
            *(Link(words("The further case studies"), url) for _, url in listed_by),
        ),
        buttons=(button("See the plans", "enroll"), button("What is kept about me", "data")),
    )
