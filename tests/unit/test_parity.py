"""The same conversation everywhere: each command, button and form on every platform."""

import json
import runpy
from pathlib import Path

import pytest

from bot.domain.authority import every_command
from bot.domain.command import of_press, parse
from bot.domain.verbs import Known, every_verb
from bot.platforms.discord.options import itself, known_at
from bot.platforms.discord.tree import command_tree
from bot.platforms.slack.manifest import manifest
from bot.platforms.slack.origins import COMMAND
from bot.platforms.webchat.telling import commands
from bot.usecases.dispatch import HANDLERS
from tests.fakes.offered import BOXES, BUTTONS, buttons_of
from tests.fakes.sample_cards import SAMPLES

DOCS = Path(__file__).parents[2] / "docs"
KNOWN = list(every_verb())
WITH_BOXES = [name for name, card in SAMPLES.items() if card.fields]


def in_the_menu() -> set[str]:
    """The commands that Discord's menu has, by their full names."""
    found = set[str]()
    for top in command_tree()[0]["options"]:
        inner = [each["name"] for each in top.get("options", []) if each["type"] == 1]
        paths = [[top["name"], name] for name in inner] or [[top["name"]]]
        found |= {known.path for known in map(known_at, paths) if known}
    return found


def test_each_command_is_answered_and_no_other() -> None:
    assert set(HANDLERS) == every_command()


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.path)
def test_a_command_is_offered_on_every_platform(known: Known) -> None:
    assert known.path in in_the_menu()  # Discord
    assert f'"path": "{known.path}"' in json.dumps(commands())  # the web chat
    # Slack and the terminal hand over what is typed behind their one command.
    assert parse(known.path).verb == known.path
    assert itself(known.path.split()[0])


def test_slack_has_the_one_command_behind_which_all_others_are_typed() -> None:
    features = manifest()["features"]["slash_commands"]
    assert [each["command"] for each in features] == [COMMAND]


@pytest.mark.parametrize("platform", BUTTONS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_button_is_offered_on_every_platform(name: str, platform: str) -> None:
    card = SAMPLES[name]
    wanted = {
        press
        for press in buttons_of(card)
        if platform != "terminal"
        or press not in {each.press for each in card.buttons if each.for_boxes}
    }
    assert wanted <= BUTTONS[platform](card)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_terminal_says_to_type_means_the_button(name: str) -> None:
    for press in BUTTONS["terminal"](SAMPLES[name]):
        assert parse(f"{press.verb} {press.arg}").verb == of_press(press).verb, press


@pytest.mark.parametrize("platform", BOXES)
@pytest.mark.parametrize("name", WITH_BOXES)
def test_a_form_is_offered_on_every_platform(name: str, platform: str) -> None:
    card = SAMPLES[name]
    assert {each.name for each in card.fields} <= BOXES[platform](card)


def test_the_table_of_commands_is_the_program_s_own() -> None:
    made: str = runpy.run_path(str(DOCS / "make_commands.py"))["page"]()
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == made, "run make commands"
