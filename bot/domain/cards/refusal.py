"""Gentle answers: nothing was changed, and here is what to say instead."""

from bot.domain.authority import NotInCharge
from bot.domain.card import Button, Card, Press, Tone, words
from bot.domain.cards.parts import button, listed, said
from bot.domain.command import Command, UnknownCommand, shortest
from bot.domain.errors import UserError
from bot.domain.position import NothingOpen, NothingSent
from bot.domain.steering import AlreadyFinished, AlreadyPaused, NotPaused
from bot.domain.verbs import BY_PATH


class NotEnrolled(UserError):
    """You are not on a plan here yet. Type `enroll` to see the plans there are."""


class GonePlan(UserError):
    """That message belongs to a plan you have left. Type `enroll` to see the plans there are."""


class EndedHere(UserError):
    """The plan of that message has ended here. Type `enroll` to see the plans there are."""


class GoneMessage(UserError):
    """I no longer know that message. Type `progress` to see what is with you."""


_PLANS = (button("See the plans", "enroll"),)
_NEXT = (button("Next reading now", "next"),)
_OFFERED: dict[type[UserError], tuple[Button, ...]] = {
    NotEnrolled: _PLANS,
    GonePlan: _PLANS,
    EndedHere: _PLANS,
    AlreadyFinished: _PLANS,
    GoneMessage: (button("Progress", "progress"),),
    NothingOpen: _NEXT,
    NothingSent: _NEXT,
    NotPaused: _NEXT,
    AlreadyPaused: (button("Resume", "resume"),),
}


def refusal(error: UserError) -> Card:
    """The card of a person's mistake: its text, and the next step as a button."""
    if isinstance(error, NotInCharge):
        return _somebody_elses(error.names)
    offered = _OFFERED.get(type(error), ())
    if isinstance(error, UnknownCommand) and error.nearest is not None:
        offered = (_instead(error.nearest),)
    title, _, rest = error.text.partition(". ")
    if not rest or "`" in title:
        return Card(title=words("Nothing was changed"), text=(said(error.text),), buttons=offered,
                    tone=Tone.GENTLE)  # fmt: skip
    return Card(title=words(title), text=(said(rest),), buttons=offered, tone=Tone.GENTLE)


def _somebody_elses(names: tuple[str, ...]) -> Card:
    """Who can change a channel's plan, and what everybody can do."""
    who = listed(names) if names else words("Whoever started this plan")
    decide = "decide" if len(names) > 1 else "decides"
    yours = (
        "`done`, `note` and `progress` are everybody's. For a plan of your own, write `enroll` "
        "to me in a direct message."
    )
    return Card(
        title=words("Nothing was changed"),
        text=(
            words(
                who, f" {decide} on this plan, and so do people who manage this channel: ask them."
            ),
            said(yours),
        ),
        tone=Tone.GENTLE,
    )


def _instead(nearest: Command) -> Button:
    told = f"{nearest.args} plan:{nearest.plan}".strip() if nearest.plan else nearest.args
    return Button(f"Yes: {shortest(BY_PATH[nearest.verb])}", Press(nearest.verb, told))
