"""Cards about how a member of a group hears of a new reading."""

from bot.domain.card import Button, ButtonStyle, Card, Tone, words
from bot.domain.cards.parts import button, plan_name
from bot.domain.group import Tell
from bot.domain.ids import PlanId
from bot.domain.outlook import Outlook
from bot.domain.reaching import Closed, NotNow

PRIVATELY = "privately"
"""How a direct message is asked for."""
TELL_ME_BY = words(
    "Tell me by: how would you like to hear of each new reading? Until you choose, by nothing: "
    "it stands in the channel."
)
"""Asked of who joins."""


def tell_buttons(plan: PlanId, *, role: bool) -> tuple[Button, ...]:
    """The answers to `TELL_ME_BY`; a role only where one may be called."""
    known = (("Nothing", "nothing"), *((("Role ping", "role"),) if role else ()), ("DM", PRIVATELY))
    return tuple(
        button(label, "group tell", arg=said, plan=plan, style=ButtonStyle.QUIET)
        for label, said in known
    )


def told_card(outlook: Outlook, tell: Tell) -> Card:
    """How somebody hears of a new reading from now on."""
    how = {
        Tell.DM: "Each new reading of this group comes to you in private as well.",
        Tell.ROLE: "Each new reading calls the role that was chosen here. You hear it if you "
        "have that role.",
        Tell.NOTHING: "New readings stand in the channel, and nothing else is sent.",
    }[tell]
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Noted"),
        text=(words(how),),
        buttons=(button("The group", "group", plan=outlook.plan.id),),
        tone=Tone.SUCCESS,
    )


def opened_card(outlook: Outlook) -> Card:
    """The first thing in somebody's direct messages, because they have just asked for it."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("I can write to you here"),
        text=(words("Each new reading of your group comes here as well, as you asked."),),
        tone=Tone.SUCCESS,
    )


def shut_card(outlook: Outlook, reach: Closed | NotNow) -> Card:
    """A direct message did not arrive, so that nothing was promised."""
    if isinstance(reach, Closed):
        text = words(f"Your direct messages are closed to me. {reach.how} Then press Try again. ")
    else:
        text = words("That did not work just now. Press Try again in a moment. ")
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("I could not write to you"),
        text=(words(text, "Until then everything stays as it was."),),
        buttons=(button("Try again", "group tell", arg=PRIVATELY, plan=outlook.plan.id,
                        style=ButtonStyle.PRIMARY),),
        tone=Tone.GENTLE,
    )  # fmt: skip
