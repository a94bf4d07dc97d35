"""The one message after an installation, to the person who installed."""

from bot.domain.card import ButtonStyle, Card, words
from bot.domain.cards.parts import button, said


def installed_card(*, command: str) -> Card:
    """What to type where; `command` is what is typed in channels."""
    return Card(
        title=words("I am here. Thank you for adding me."),
        text=(
            words(
                "I bring a reading list as a plan that ends: one reading at a time, on your days."
            ),
            said(
                f"For a group: type `{command} enroll` in a channel, and its people read together."
            ),
            said(f"For you alone: press the button, or type `{command} enroll` here."),
        ),
        buttons=(button("Start here, for me", "enroll", style=ButtonStyle.PRIMARY),),
        footer=words("Nobody else gets a message from me before they start a plan."),
    )
