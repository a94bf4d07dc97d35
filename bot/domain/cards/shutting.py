"""What the owner of a plan is told, once, when its channel is shut to the bot."""

from bot.domain.card import Card, Tone, Untrusted, Words, words
from bot.domain.cards.parts import button, plan_name, said
from bot.domain.curriculum import Plan
from bot.domain.shutting import Shut

_BACK = "Your place is kept. Once I may write there again it goes on by itself"
_WHAT = {
    Shut.ARCHIVED: ("is archived", f"{_BACK}: open it again and invite me."),
    Shut.GONE: ("was deleted", "What you have read is kept. Start the plan anew in another place."),
    Shut.REMOVED: ("is without me now", f"{_BACK}: invite me once more."),
    Shut.CLOSED: ("no longer lets me write", f"{_BACK}, or type `resume` there."),
}


def shut_card(plan: Plan, *, channel: str, shut: Shut) -> Card:
    """The plan is paused; `channel` is its name as others wrote it, empty where unknown."""
    what, then = _WHAT[shut]
    where: Words = words("#", Untrusted(channel)) if channel else words("The channel")
    return Card(
        eyebrow=plan_name(plan),
        title=words("A plan of yours is paused"),
        text=(words(where, f" {what}, so nothing more is sent there."), said(then)),
        buttons=(button("See the plans", "enroll"),),
        tone=Tone.GENTLE,
    )
