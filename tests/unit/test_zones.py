"""Time zones: which names count, and how a person may write one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.zones import UnknownZone, echo, is_zone, parse_zone, zone, zone_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        (" EUROPE/PARIS ", "Europe/Paris"),
        ("Paris", "Europe/Paris"),
        ("paris", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("istanbul", "Europe/Istanbul"),
        ("san francisco", "America/Los_Angeles"),
        ("mumbai", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("UTC", "UTC"),
        ("gmt", "GMT"),
        ("US/Pacific", "US/Pacific"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_read_as_people_write_it(text: str, name: str) -> None:
    assert parse_zone(text) == name


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("tokio", "Asia/Tokyo"),
        ("Europe/Pariss", "Europe/Paris"),
        ("new yrok", "America/New_York"),
        ("EST", "America/New_York"),
        ("ist", "Asia/Kolkata"),
    ],
)
def test_what_is_nearly_a_zone_is_answered_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        parse_zone(text)
    assert refused.value.nearest[0] == nearest
    assert f"Did you mean `{nearest}`" in refused.value.text


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "utc+2", "GMT-3", "north", "America", "localtime", "posixrules", "Factory"),
        *("posix/UTC", "right/UTC", "../UTC", "../../etc/passwd", "/etc/localtime", "UTC\0"),
        *("Europe/../UTC", "Europe//Paris", "Europe/Paris/", "UTC\n", "\ud800", "x" * 10_000),
        *("zone.tab", "tzdata.zi", "Europe/__init__.py", "C:\\UTC"),
    ],
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    assert not is_zone(text)
    with pytest.raises(UnknownZone):
        zone(text)
    if text.strip() == text:
        with pytest.raises(UnknownZone, match="time zone"):
            parse_zone(text)


def test_every_listed_zone_is_one_and_can_be_said_in_lower_case() -> None:
    names = zone_names()
    assert len(names) > 550
    assert not names & {"localtime", "posixrules", "Factory"}
    assert not any(name.startswith(("posix/", "right/")) for name in names)
    for name in names:
        assert is_zone(name)
        if name not in {"EST", "MST", "HST"}:
            assert parse_zone(name.lower()) == name


def test_a_zone_is_made_once() -> None:
    assert zone("Europe/Paris") is zone("Europe/Paris")
    assert zone("Europe/Paris").key == "Europe/Paris"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_zone_or_is_refused_kindly(text: str) -> None:
    name, refused = parsed(text)
    assert is_zone(name) if refused is None else len(refused.text) < 250


def parsed(text: str) -> tuple[str, UserError | None]:
    """The zone a text means, or why it means none; any other error comes through."""
    try:
        return parse_zone(text), None
    except UserError as refused:
        return "", refused


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1 <>@!#*_~`:/.|\\\u202e\u200b\0é", max_size=80))
def test_what_is_echoed_cannot_ping_link_or_style(text: str) -> None:
    shown = echo(text)
    assert len(shown) <= 40
    assert set(shown).isdisjoint("<>@!#*_~`|\\\u202e\u200b\0")
    assert "//" not in shown
    assert "a.b" not in shown
    assert ":a" not in shown
