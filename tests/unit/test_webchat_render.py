import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.card import (
    Button,
    Card,
    Code,
    Fact,
    Link,
    Option,
    Press,
    Strong,
    Untrusted,
    When,
    WhenStyle,
    words,
)
from bot.domain.shown import clean, keeps, moment
from bot.platforms.webchat.render import card_payload, has_button, render_card, said_payload
from tests.fakes.webchat_parts import START, picture_card, reading_card, welcome_card


def test_a_reading() -> None:
    assert render_card(reading_card("Rules of Machine Learning", START)) == snapshot(
        {
            "tone": "reading",
            "eyebrow": [{"t": "text", "v": "Reading 1 of 36 · MLOps core"}],
            "title": [{"t": "theirs", "v": "Rules of Machine Learning"}],
            "text": [
                [
                    {
                        "t": "text",
                        "v": "Forty-three rules from people who run machine learning every day. ",
                    }
                ]
            ],
            "facts": [
                {"label": "By", "value": [{"t": "theirs", "v": "Martin Zinkevich"}]},
                {"label": "Kind", "value": [{"t": "text", "v": "article"}]},
                {"label": "Time", "value": [{"t": "text", "v": "35 min"}]},
                {"label": "Price", "value": [{"t": "text", "v": "free"}]},
            ],
            "points": [
                [{"t": "text", "v": "Why to launch without machine learning first"}],
                [{"t": "text", "v": "What to watch once a model is live"}],
            ],
            "meter": None,
            "picture": None,
            "options": [],
            "links": [
                {
                    "label": [{"t": "text", "v": "Open the reading"}],
                    "url": "https://developers.google.com/machine-learning/guides",
                }
            ],
            "buttons": [
                {"label": "Done", "verb": "done", "arg": "r1", "style": "primary"},
                {"label": "Later", "verb": "later", "arg": "r1", "style": "plain"},
                {"label": "Skip", "verb": "skip", "arg": "r1", "style": "quiet"},
            ],
            "footer": [],
        }
    )


def test_a_picture_is_kept_as_what_it_is_drawn_from() -> None:
    assert render_card(picture_card())["picture"] == snapshot(
        {
            "alt": (
                "MLOps core: 1 of 3 readings done. Now reading number 2, Feature engineering. "
                "Last date 23 November 2026 at your pace."
            ),
            "width": 1200,
            "height": 575,
            "map": {
                "title": "MLOps core",
                "standing": "running",
                "done": 1,
                "total": 3,
                "left_out": 0,
                "with_you": 1,
                "stretches": [
                    {
                        "title": "Basics",
                        "done": 1,
                        "total": 3,
                        "stops": [
                            {"number": 1, "state": "done", "done": 1},
                            {"number": 2, "state": "current", "here": True},
                            {"number": 3, "due": "2026-11-23"},
                        ],
                    }
                ],
                "here": {"number": 2, "title": "Feature engineering", "is_open": True},
                "last_on": "2026-11-23",
            },
        }
    )


def test_a_plan_on_the_welcome_card() -> None:
    assert render_card(welcome_card())["options"][0] == snapshot(
        {
            "title": [{"t": "text", "v": "Case studies"}],
            "text": [{"t": "text", "v": "How real teams put machine learning to work."}],
            "facts": [
                {"label": "Weeks", "value": [{"t": "text", "v": "12"}]},
                {"label": "A week", "value": [{"t": "text", "v": "60 min"}]},
                {"label": "Last reading", "value": [{"t": "text", "v": "15 Feb 2027"}]},
            ],
            "buttons": [
                {"label": "Start", "verb": "enroll", "arg": "case-studies", "style": "plain"}
            ],
        }
    )


def test_every_kind_of_run() -> None:
    card = Card(
        title=words(
            "ours ",
            Untrusted("theirs\u202e\n<b>"),
            Code("next"),
            Strong("now"),
            When(START, "America/New_York", WhenStyle.DATE),
        )
    )
    assert render_card(card)["title"] == snapshot(
        [
            {"t": "text", "v": "ours "},
            {"t": "theirs", "v": "theirs <b>"},
            {"t": "code", "v": "next"},
            {"t": "strong", "v": "now"},
            {"t": "when", "v": "23 November 2026", "at": "2026-11-23T09:00:00+00:00"},
        ]
    )


def test_moments_are_told_in_their_zone() -> None:
    styles = [moment(When(START, "Asia/Tokyo", style)) for style in WhenStyle]
    assert styles == snapshot(["Mon 23 Nov", "Mon 23 Nov, 18:00", "23 November 2026"])


def test_letters_that_would_deceive_are_dropped_and_those_that_scripts_need_are_kept() -> None:
    assert clean("a\x1b[2J\u202eb\u2066c\u200bd\ufeffe\u2028f\tg\0") == "a [2Jbcde f g"
    family, persian = "👩\u200d👩\u200d👧", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert clean(f"{family} {persian} é") == f"{family} {persian} é"
    assert keeps(family)
    assert not keeps("a\0")
    assert not keeps("\ud800")


def test_a_message_has_only_its_own_buttons() -> None:
    payload = card_payload(welcome_card())
    assert has_button(payload, Press("enroll", "case-studies"))
    assert not has_button(payload, Press("enroll"))
    assert not has_button(payload, Press("erase", "case-studies"))
    assert not has_button(said_payload('{"buttons": []}'), Press("enroll"))


@given(st.text(min_size=1))
def test_words_of_others_never_leave_their_runs(text: str) -> None:
    theirs = words(Untrusted(f"\u2603{text}"))
    card = Card(
        title=theirs,
        eyebrow=theirs,
        text=(theirs,),
        facts=(Fact("By", theirs),),
        points=(theirs,),
        options=(Option(title=theirs, text=theirs, facts=(Fact("By", theirs),)),),
        links=(Link(theirs, "https://example.org/"),),
        buttons=(Button("Done", Press("done")),),
        footer=theirs,
    )
    data = json.loads(card_payload(card))
    shown = [(kind, value) for kind, value in _strings(data) if "\u2603" in value]
    assert {kind for kind, _ in shown} == {"theirs"}
    assert len(shown) == 10
    for _, value in shown:
        kinds = {unicodedata.category(letter) for letter in value if letter not in "\u200c\u200d"}
        assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _strings(data: Any, kind: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    match data:
        case str():
            yield kind, data
        case {"t": str(run), "v": value}:
            yield from _strings(value, run)
        case dict():
            for value in data.values():
                yield from _strings(value)
        case list():
            for value in data:
                yield from _strings(value)
        case _:
            pass
