"""Everything that is said around the thread of a reading once."""

from dataclasses import replace

from bot.domain.card import Card
from bot.domain.cards import discuss
from bot.domain.curriculum import Guide, Resource


def thread_cards(resource: Resource, guide: Guide) -> dict[str, Card]:
    """The questions, and what Discuss answers, of a reading with and without questions."""
    talked, bare = replace(resource, guide=guide), replace(resource, guide=None)
    together = discuss.questions_card(talked, alone=False)
    alone = discuss.questions_card(talked, alone=True)
    assert together is not None
    assert alone is not None
    return {
        "questions": together,
        "questions alone": alone,
        "discuss first": discuss.opening_card(talked, alone=False),
        "discuss first without questions": discuss.opening_card(bare, alone=False),
        "discuss first alone": discuss.opening_card(talked, alone=True),
        "discuss again": discuss.open_card(talked, alone=False),
        "discuss again alone": discuss.open_card(talked, alone=True),
        "discuss without a thread": discuss.no_thread_card(talked, refused=False),
        "discuss where threads are refused": discuss.no_thread_card(talked, refused=True),
        "discuss without questions": discuss.no_thread_card(bare, refused=False),
    }
