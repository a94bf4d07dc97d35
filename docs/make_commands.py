"""Makes the table of commands, as each platform offers them: `make commands`."""

from pathlib import Path

from bot.domain.authority import Act, act_of
from bot.domain.command import shortest
from bot.domain.verbs import Known, every_verb
from bot.platforms.discord.options import fields_of, spelled

PAGE = Path(__file__).parent / "commands.md"
HEAD = """# Commands

The same commands everywhere. This page is made from the program's own list by `make commands`; a
test fails when it is old.

- Slack: type it behind `/mlops`, in a direct message also alone. Buttons and forms mean the same.
- Discord: choose it in the menu behind `/mlops`; options are offered while you type.
- Web chat: type it alone; commands are completed.
- Terminal: `mlops-bot say "..."`.

In a channel *everybody* means guests too; *in charge* are who started the plan, who leads it, and
those who manage the channel. In a direct message everything is yours.

| what | typed | on Discord | options there | in a channel for |
|---|---|---|---|---|
"""
WHO = {
    Act.PERSONAL: "everybody",
    Act.FOLLOW: "everybody",
    Act.START: "who may start plans",
    Act.STEER: "who is in charge",
    Act.GOVERN: "admins",
}


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"{_row(known)}\n" for known in every_verb())


def _row(known: Known) -> str:
    options = ", ".join(f"`{each.name}`" for each in fields_of(known))
    cells = (
        known.verb.help,
        f"`{known.verb.example or shortest(known)}`",
        f"`{spelled(known, '')}`",
        options,
        WHO[act_of(known.path)],
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
