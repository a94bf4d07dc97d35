"""Which buttons of a card stand in sight, and which behind the three dots."""

from bot.domain.card import Button, ButtonStyle, Card, Press, Tone
from bot.platforms.slack import limits
from bot.platforms.slack.presses import fits

ALSO = (
    Button("Rate or note", Press("rate")),
    Button("Send it again", Press("repeat")),
    Button("Pause the plan", Press("pause")),
)
"""What a reading's menu offers after the first of its own quiet buttons; it has room for five."""


def for_menu(card: Card) -> tuple[list[Button], list[Button]]:
    """The buttons in sight and those in the menu; a lone quiet one stands in sight."""
    quiet = [each for each in card.buttons if _fits(each)]
    if card.tone is Tone.READING and card.buttons:
        quiet = [*quiet[:1], *ALSO, *quiet[1:]]
    if len(quiet) <= 1:
        return list(card.buttons), []
    menu = quiet[: limits.IN_OVERFLOW]
    return [each for each in card.buttons if each not in menu], menu


def _fits(button: Button) -> bool:
    return button.style is ButtonStyle.QUIET and fits(button.press, limits.OPTION_VALUE)
