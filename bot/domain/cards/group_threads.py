"""What stands in the thread of a group's reading: who opens the discussion, and people's lines."""

from bot.domain.card import Card, Untrusted, words
from bot.domain.cards.parts import said
from bot.domain.cards.together import lead_buttons
from bot.domain.group import LeadState, LineKind, Round
from bot.domain.ids import PlanId

_SAYS = {
    LineKind.LEARNED: "learned",
    LineKind.LIKED: "liked",
    LineKind.DISAGREE: "disagrees",
}


def lead_card(round_: Round, *, plan: PlanId) -> Card:
    """Who opens the discussion of a reading; it is drawn anew when that changes."""
    if round_.lead_id is None or not round_.lead_name:
        return Card(
            title=words("Who opens the discussion?"),
            text=(words("Whoever likes: one question or one thought is enough."),),
            buttons=lead_buttons(plan, mine=False, asked=False),
        )
    asked = round_.lead_state is LeadState.ASKED
    text = (
        words("It is their turn: one question or one thought is enough. Somebody else may as well.")
        if asked
        else words("One question or one thought is enough to begin.")
    )
    return Card(
        title=words(Untrusted(round_.lead_name), " opens the discussion"),
        text=(text,),
        buttons=lead_buttons(plan, mine=True, asked=asked),
        footer=said("By typing: `group lead` or `group swap`."),
    )


def line_card(name: str, kind: LineKind, *, text: str) -> Card:
    """A member's line under their name."""
    who = words(Untrusted(name)) if name else words("Somebody")
    return Card(title=words(who, f" {_SAYS[kind]}"), text=(words(Untrusted(text)),))
