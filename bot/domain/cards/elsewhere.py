"""From the own computer to a team: what Slack and Discord will ask for."""

from bot.domain.card import Button, Card, Strong, words
from bot.domain.cards.parts import button, fact

_NAMES = {"slack": "Slack", "discord": "Discord"}
_SETTINGS = {
    "slack": (
        ("SLACK_BOT_TOKEN", "lets the bot write"),
        ("SLACK_APP_TOKEN", "lets it listen without an address on the internet"),
    ),
    "discord": (("DISCORD_TOKEN", "lets the bot listen and write"),),
}


def elsewhere_buttons() -> tuple[Button, ...]:
    """Where else one might want the bot."""
    return tuple(
        button(f"Use it in {name}", "elsewhere", arg=each) for each, name in _NAMES.items()
    )


def elsewhere_card(platform: str) -> Card:
    """What it takes to have the bot on a platform (`slack` or `discord`)."""
    name = _NAMES[platform]
    return Card(
        title=words(f"Use it in {name}"),
        text=(
            words(
                f"The same bot speaks {name}: it is switched on by what stands in its environment "
                "when it starts. ",
                Strong(f"docs/{platform}.md"),
                " goes from nothing to a running bot in five minutes.",
            ),
        ),
        facts=tuple(fact(setting, what) for setting, what in _SETTINGS[platform]),
        buttons=(
            *(each for each in elsewhere_buttons() if each.press.arg != platform),
            button("See the plans", "enroll"),
        ),
        footer=words(
            Strong("mlops-bot doctor"),
            " says what is set and what is missing. With a token set, the web chat stays on only "
            "where ",
            Strong("WEBCHAT=on"),
            " says so.",
        ),
    )
