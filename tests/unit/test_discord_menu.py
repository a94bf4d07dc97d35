"""The menu behind `/mlops`, the install links, and the words that options mean."""

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command import parse
from bot.domain.errors import UserError
from bot.domain.verbs import Known, every_verb
from bot.platforms.discord.install import (
    PERMISSIONS,
    permission_bits,
    person_link,
    server_link,
)
from bot.platforms.discord.options import fields_of, itself, known_at, said, spelled
from bot.platforms.discord.tree import command_tree, fingerprint
from tests.fakes.discord_checks import check_commands, letters

DOCS = (Path(__file__).parents[2] / "docs" / "discord.md").read_text(encoding="utf-8")
KNOWN = list(every_verb())


def path_of(known: Known) -> list[str]:
    """Where a command stands in the menu."""
    names = known.path.split()
    return [*names, itself(names[0])] if known.verb.subs else names


def test_the_menu_stays_within_discords_limits() -> None:
    tree = command_tree()
    check_commands(tree)
    assert len(tree) == 1
    assert len(tree[0]["options"]) <= 25
    assert letters(tree[0]) <= 8000


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.path)
def test_every_command_of_the_registry_stands_in_the_menu(known: Known) -> None:
    options = command_tree()[0]["options"]
    for name in path_of(known):
        found = next(each for each in options if each["name"] == name)
        options = found.get("options", [])
    assert [each["name"] for each in options] == [each.name for each in fields_of(known)]
    assert known_at(path_of(known)) == known


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.path)
def test_a_command_of_the_menu_means_the_same_when_it_is_typed(known: Known) -> None:
    assert parse(said(known, {})).verb == known.path
    fields = fields_of(known)
    if fields and known.verb.argument:
        values = {fields[0].name: next(iter(fields[0].choices.values()), "4")}
        meant = parse(said(known, values | {"plan": "case studies"}))
        assert meant.verb == known.path
        if any(each.name == "plan" for each in fields):
            assert meant.plan == "case studies"
    assert spelled(known, "").startswith(f"/mlops {known.path}")


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_options_stays_one_command(text: str, plan: str) -> None:
    pause = next(each for each in KNOWN if each.path == "pause")
    told = said(pause, {"until": text, "plan": plan})
    with suppress(UserError):  # letters that nobody can read are refused, whatever they stand in
        assert parse(told).verb == "pause"


def test_options_without_a_plan_are_words_that_ask_which() -> None:
    enroll = next(each for each in KNOWN if each.path == "enroll")
    values = {"start": "netflix", "when": "mon,thu 18:30", "where": "here", "behind": "wait for me"}
    assert said(enroll, values) == "enroll mon,thu 18:30 wait for me from netflix"


def test_the_fingerprint_follows_the_menu() -> None:
    changed = command_tree()
    changed[0]["options"][0]["description"] += "."
    assert fingerprint(command_tree()) == fingerprint(command_tree()) != fingerprint(changed)


def test_the_links_ask_for_exactly_what_the_docs_say() -> None:
    asked = parse_qs(urlsplit(server_link(42)).query)
    assert asked == {
        "client_id": ["42"],
        "scope": ["bot applications.commands"],
        "permissions": [str(permission_bits())],
    }
    assert "permissions" not in parse_qs(urlsplit(person_link(42)).query)
    administrator = 1 << 3
    assert not permission_bits() & administrator
    told = dict(re.findall(r"^\| ([A-Z][A-Za-z ]+) \| (.+) \|$", DOCS, re.MULTILINE))
    assert told == {each.name: each.reason for each in PERMISSIONS}
