"""Quiet hours as people write them."""

import pytest

from bot.domain.quiet_words import UnclearHours, parse_quiet


@pytest.mark.parametrize(
    "text",
    [
        "22:00-07:00",
        "22-7",
        "10pm to 7am",
        "from 22:00 until 7:00",
        "10 p.m. - 7 a.m.",
        "22h00\u20137h00",
    ],
)
def test_hours_are_understood(text: str) -> None:
    assert parse_quiet(text).encode() == "22:00-07:00"


@pytest.mark.parametrize("text", ["", "22", "25-7", "22:61-7", "7-7", "at night", "1-" * 4_000])
def test_other_words_are_answered_with_an_example(text: str) -> None:
    with pytest.raises(UnclearHours) as caught:
        parse_quiet(text)
    assert "22:00-07:00" in caught.value.text
