"""Windows, questions and pictures as Slack gets them."""

import pytest
from inline_snapshot import snapshot

from bot.domain.card import Card, words
from bot.domain.cards.path_picture import path_picture
from bot.domain.ids import PlanId, ResourceId
from bot.platforms.slack.heard import letters
from bot.platforms.slack.jots import Sheet, jot_view
from bot.platforms.slack.render import render_card
from bot.platforms.slack.starting import invite_card, large_card
from bot.usecases.jotting import AtHand
from tests.fakes.paths import Shape, mapped
from tests.fakes.plain import plain
from tests.fakes.slack_checks import message_problems, view_problems

NASTY = "<!channel> *b* \u202e " + "é" * 5_000
HERE = AtHand(is_dm=True, plan=PlanId("core"), resource_id=ResourceId("r1"), title=NASTY)
THERE = AtHand(is_dm=False, plan=PlanId("core"), resource_id=ResourceId("r2"), title="Second")


@pytest.mark.parametrize("readings", [(), (HERE,), (HERE, THERE)])
@pytest.mark.parametrize("text", ["", NASTY[:2_000]])
def test_the_window_keeps_slack_s_limits(readings: tuple[AtHand, ...], text: str) -> None:
    for key in ("", "7-abc"):
        for about in (NASTY[:300], "😀" * 300):
            view = jot_view(Sheet(channel="C1", key=key, about=about, text=text), readings)
            assert list(view_problems(view)) == []


def test_the_window_asks_for_a_rating_and_a_note() -> None:
    view = jot_view(Sheet(channel="C1", key="7-abc", about="Reading 1 of 4"))
    assert [(each["type"], each["block_id"]) for each in view["blocks"][1:]] == [
        ("input", "field:rating"),
        ("input", "field:note"),
    ]
    assert view["private_metadata"] == snapshot(
        '{"channel": "C1", "key": "7-abc", "about": "Reading 1 of 4"}'
    )


def test_the_ways_into_a_channel_are_told_in_a_few_words() -> None:
    assert plain(invite_card("studybot")) == snapshot("""\
(gentle)
# One thing is left
Type */invite @studybot* here; I carry on from there.
What you filled in is kept for a day, for this channel alone.\
""")
    assert plain(large_card(1_240)) == snapshot("""\
(gentle)
# 1,240 people are in this channel
All of them see what comes here. Nothing has started.
For you alone it works in our direct message.\
""")


def test_a_picture_is_a_file_with_its_words_or_the_words_alone() -> None:
    card = Card(title=words("Path"), picture=path_picture(mapped(Shape())))
    with_file = render_card(card, picture="F1")
    image = with_file.blocks[-1]
    assert (image["type"], image["slack_file"]) == ("image", {"id": "F1"})
    assert image["alt_text"].startswith("MLOps core: 0 of 3 readings done.")
    assert list(message_problems({"text": with_file.text, "blocks": with_file.blocks})) == []
    assert not [each for each in render_card(card).blocks if each["type"] == "image"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A &amp; B &lt;c&gt;", "A & B <c>"),
        ("<https://a.org|the paper> <https://b.org>", "the paper (https://a.org) https://b.org"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("<@U1> <@U2|bob> <#C1|reading> <!channel>", "@U1 @bob #reading !channel"),
        ("&amp;lt;", "&lt;"),
        ("1 < 2 > 3", "1 < 2 > 3"),
    ],
)
def test_what_people_write_is_read_as_letters(written: str, read: str) -> None:
    assert letters(written) == read
