"""What holds for everybody in a workspace: shown, asked for, and what became of it."""

from collections.abc import Sequence

from bot.domain.authority import Starters
from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Code,
    Fact,
    Field,
    FieldKind,
    Press,
    Tone,
    words,
)
from bot.domain.cards.parts import count, fact
from bot.domain.workspace import Choices, usual

VERB = "settings workspace"
SAVE = "save"
STARTERS, CHANNELS, ZONE, ROLE = "starters", "channels", "new_zone", "ping_role"
"""The names of the boxes."""
WHO = {
    Starters.EVERYBODY: "everybody",
    Starters.MANAGERS: "channel managers",
    Starters.ADMINS: "admins",
}
_SAVE = Button("Save", Press(VERB, SAVE), ButtonStyle.PRIMARY, for_boxes=True)


def choices_card(choices: Choices, *, platform: str, fields: Sequence[Field]) -> Card:
    """What was chosen, and boxes to choose anew where the platform has them."""
    return Card(
        title=words("What holds for everybody here"),
        facts=_facts(choices, platform=platform),
        fields=tuple(fields),
        buttons=(_SAVE,) if fields else (),
    )


def chosen_card(choices: Choices, *, platform: str) -> Card:
    """What holds from now on."""
    return Card(
        title=words("This holds for everybody here now"),
        text=(words("Plans that run already go on as they are."),),
        facts=_facts(choices, platform=platform),
        tone=Tone.SUCCESS,
    )


def boxes(choices: Choices, *, platform: str) -> tuple[Field, ...]:
    """What can be filled in, with what holds now."""
    # Slack knows nobody who manages a channel.
    who = [each for each in Starters if platform == "discord" or each is not Starters.MANAGERS]
    fields = (
        Field(
            name=STARTERS,
            label="Who may start a plan in a channel?",
            kind=FieldKind.CHOICE,
            options=tuple((each.value, WHO[each].capitalize()) for each in who),
            value=(choices.starters or usual(platform)).value,
        ),
        Field(
            name=CHANNELS,
            label="In which channels? None means in all",
            kind=FieldKind.CHANNELS,
            value=" ".join(choices.channels),
        ),
        Field(name=ZONE, label="Time zone of new people", hint="Paris", value=choices.zone),
    )
    role = Field(
        name=ROLE,
        label="Role that channels may call, or none",
        kind=FieldKind.ROLE,
        value=choices.ping_role,
    )
    return (*fields, role) if platform == "discord" else fields


def _facts(choices: Choices, *, platform: str) -> tuple[Fact, ...]:
    who = WHO[choices.starters or usual(platform)]
    where = count(len(choices.channels), "channel") if choices.channels else "every channel"
    facts = (
        _row("Who starts plans in channels", who, example="who everybody"),
        _row("Where", where, example="channels all"),
        _row("Time zone of new people", choices.zone or "their own", example="zone Paris"),
    )
    role = "one, for who wants it" if choices.ping_role else "none"
    return (*facts, fact("Role that is called", role)) if platform == "discord" else facts


def _row(label: str, value: str, *, example: str) -> Fact:
    return fact(label, value, "; change with ", Code(f"{VERB} {example}"))
