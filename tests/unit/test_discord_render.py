"""Cards on Discord: within every limit, and nothing of what others wrote does anything."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.card import (
    Button,
    Card,
    Code,
    Fact,
    Link,
    Meter,
    Option,
    Press,
    Strong,
    Untrusted,
    When,
    WhenStyle,
    words,
)
from bot.domain.delivery import Destination, delivery_key
from bot.domain.ids import DeliveryId
from bot.platforms.discord.adapter import NO_MENTIONS, message_of
from bot.platforms.discord.limits import COMPONENTS_V2
from bot.platforms.discord.markup import markdown, typed
from bot.platforms.discord.presses import (
    Carried,
    carried_by,
    carried_by_form,
    form_id,
    keys_in,
    name_of,
)
from bot.platforms.discord.render import Stand, render_card
from bot.ports import Outgoing
from tests.fakes.discord_checks import check_message
from tests.fakes.discord_spec import check_body
from tests.fakes.discord_state import Json, every_component, text_of
from tests.fakes.sample_cards import SAMPLES

KEY = delivery_key(DeliveryId(2**63 - 1), 2**40 - 1)  # the longest there is
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOSTILE = (
    "</cmd:123>",
    "<#123456789012345678>",
    "<@123456789012345678>",
    "<@&1>",
    "<t:0:R>",
    "<:smile:123>",
    "<id:customize>",
    "<https://evil.example>",
    "[safe](https://evil.example)",
    "https://evil.example/a_b",
    "@everyone",
    "@here",
    "**b** _i_ ~~s~~ ||spoiler|| `code` ```block```",
    "# heading",
    "- item",
    "-# small",
    "> quote",
    "1. first",
    ":smile:",
    "\\",
    "\u202egnp",
)
MEANS_SOMETHING = re.compile(
    r"<[@#/:tiah]|@(?=everyone|here)|https?:|[*_~`|\[\]#>]|\]\(|:\w+:|^\s*(?:[-+]|\d+\.)\s"
)
hostile = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=6).map("".join)


def body(card: Card, stand: Stand) -> Json:
    return {
        "components": render_card(card, stand),
        "flags": COMPONENTS_V2,
        "allowed_mentions": NO_MENTIONS,
        "nonce": stand.key,
    }


def bare(text: str) -> str:
    """What is left where every sign behind a backslash is only itself."""
    return re.sub(r"\\[^0-9A-Za-z\s]\u200b?", "x", text)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("stand", [Stand(own=True, key=KEY), Stand(own=False)])
def test_every_card_of_the_product_is_one_that_discord_takes(name: str, stand: Stand) -> None:
    made = body(SAMPLES[name], stand)
    check_message(made)
    check_body("create_message", made)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_delivered_message_carries_its_key(name: str) -> None:
    assert KEY in keys_in(render_card(SAMPLES[name], Stand(own=True, key=KEY)))


def test_a_reading() -> None:
    card = Card(
        eyebrow=words("Reading 1 of 36"),
        title=words(Untrusted("Rules of *ML*")),
        text=(words("Type ", Code("later friday"), " or ", Strong("wait"), "."),),
        facts=(Fact("By", words(Untrusted("M. Z."))), Fact("Next", words(When(START, "UTC")))),
        points=(words("Why"),),
        meter=Meter(3, 12),
        links=(Link(words("Open the reading"), "https://example.org/a b"),),
        buttons=(Button("Done", Press("done")),),
        footer=words("Last: ", When(START, "UTC", WhenStyle.DATE)),
    )
    assert render_card(card, Stand(own=True, key="1-a")) == snapshot(
        [
            {
                "type": 17,
                "accent_color": 6583435,
                "components": [
                    {
                        "type": 10,
                        "content": """\
-# Reading 1 of 36
### Rules of \\*ML\\*
▰▰▰▱▱▱▱▱▱▱▱▱ 3 of 12
Type `/mlops go later day: friday` or **wait**.
- Why
**By:** M. Z.
**Next:** <t:1795424400:F>\
""",
                    },
                    {"type": 10, "content": "-# Last: <t:1795424400:D>"},
                    {
                        "type": 1,
                        "components": [
                            {
                                "type": 2,
                                "style": 5,
                                "label": "Open the reading",
                                "url": "https://example.org/a%20b",
                            }
                        ],
                    },
                    {
                        "type": 1,
                        "components": [
                            {"type": 2, "style": 2, "label": "Done", "custom_id": "o:1-a:done:"}
                        ],
                    },
                ],
            }
        ]
    )


def test_one_button_of_an_option_stands_beside_its_text() -> None:
    option = Option(title=words("Case studies"), buttons=(Button("Start", Press("start", "a")),))
    card = Card(title=words("Plans"), options=(option,))
    sections = [each for each in every_component(render_card(card, Stand(own=False)))
                if each["type"] == 9]  # fmt: skip
    assert sections[0]["accessory"]["custom_id"] == "c::start:a"


@given(hostile)
def test_nothing_that_others_wrote_pings_links_or_styles(text: str) -> None:
    shown = markdown(words(Untrusted(text)), limit=4000)
    assert not MEANS_SOMETHING.search(bare(shown)), shown
    assert "@everyone" not in shown
    assert "@here" not in shown


@settings(max_examples=40, deadline=None)
@given(hostile, st.integers(0, 60))
def test_a_card_of_any_length_stays_within_every_limit(text: str, many: int) -> None:
    theirs = words(Untrusted(text * 40))
    option = Option(
        title=theirs,
        text=theirs,
        facts=(Fact("By", theirs),) * 3,
        buttons=(Button(text, Press("casestudy", text)),) * (many % 4),
    )
    card = Card(
        title=theirs,
        eyebrow=theirs,
        text=(theirs,) * (many % 7),
        points=(theirs,) * many,
        facts=(Fact("By", theirs),) * many,
        options=(option,) * many,
        links=(Link(theirs, f"https://example.org/{many}"),) * many,
        buttons=tuple(Button("Go", Press("go to", str(each))) for each in range(many % 8)),
        footer=theirs,
    )
    made = body(card, Stand(own=False, key=KEY))
    check_message(made)
    check_body("create_message", made)
    assert KEY in keys_in(made["components"])


@given(hostile)
def test_cutting_leaves_nothing_half_open(text: str) -> None:
    for limit in (1, 2, 7, 20):
        shown = markdown(words(Untrusted(text), Code("next"), Strong(text)), limit=limit)
        assert len(shown) <= limit
        assert not re.search(r"(?<!\\)(?:\\\\)*\\$", shown)


def test_things_to_type_stand_as_in_discords_menu() -> None:
    assert typed("later friday") == "/mlops go later day: friday"
    assert typed("settings quiet off") == "/mlops settings quiet hours: off"
    assert typed("settings") == "/mlops settings show"
    assert typed("progress plan:core") == "/mlops progress plan: core"
    assert typed("pause until friday") == "/mlops pause until: friday"
    assert typed("no command at all") == "no command at all"


@given(st.text(max_size=90), st.booleans(), st.booleans())
def test_what_a_press_carries_comes_back(arg: str, own: bool, shows: bool) -> None:  # noqa: FBT001
    card = Card(title=words("t"), buttons=(Button("Go", Press("go to", arg)),) * 2)
    stand = Stand(own=own, key="1-a", shareable=Press("path", "x") if shows else None)
    ids = [each["custom_id"] for each in every_component(render_card(card, stand))
           if "custom_id" in each]  # fmt: skip
    carried = [carried_by(each) for each in ids]
    wanted = Carried(press=Press("go to", arg), own=own, key="1-a")
    if len(f"o1:1-a:go to:{arg}") <= 100:
        assert carried[:2] == [wanted, wanted]
    assert all(each and each.key == "1-a" for each in carried)
    assert all(one != other for one, other in pairwise(ids))


@given(st.text(min_size=90, max_size=1000), st.booleans())
def test_a_press_that_is_too_long_stands_by_its_name(arg: str, own: bool) -> None:  # noqa: FBT001
    card = Card(title=words("t"), buttons=(Button("Go", Press("go to", arg)),) * 2)
    shown = every_component(render_card(card, Stand(own=own, key="1-a")))
    for each in (carried_by(part["custom_id"]) for part in shown if "custom_id" in part):
        assert each is not None
        assert each.key == "1-a"
        assert each.press in {Press("go to", arg), name_of(Press("go to", arg))}
    made = carried_by_form(form_id(Carried(press=Press("go to", arg), own=own, key="1-a")))
    assert made is not None
    assert made.press in {Press("go to", arg), name_of(Press("go to", arg))}


def test_a_foreign_id_is_no_press() -> None:
    for each in ("", "x", "c:::", "persistent_view:green", "q::done:"):
        assert carried_by(each) is None


def test_text_that_does_not_fit_is_left_out_and_the_card_says_so() -> None:
    card = Card(title=words("t"), points=(words("x" * 900),) * 9, footer=words("The end"))
    shown = text_of({"components": render_card(card, Stand(own=True))})
    assert "There is more than fits here." in shown
    assert shown.endswith("-# The end")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_role_above_any_card_leaves_it_within_the_limits(name: str) -> None:
    to = Destination(platform="discord", workspace="1", place="2", is_dm=False)
    body = message_of(Outgoing(to=to, card=SAMPLES[name], key=KEY, calls="123456789012345678"))
    check_message(body)
    assert body["components"][0] == {"type": 10, "content": "<@&123456789012345678>"}
    assert body["allowed_mentions"] == {"parse": [], "roles": ["123456789012345678"]}


@pytest.mark.parametrize("calls", ["", "everyone", "1>@everyone"])
def test_what_is_no_role_is_never_called(calls: str) -> None:
    to = Destination(platform="discord", workspace="1", place="2", is_dm=False)
    card = Card(title=words(Untrusted("<@&1>")))
    body = message_of(Outgoing(to=to, card=card, key=KEY, calls=calls))
    assert body["allowed_mentions"] == NO_MENTIONS
    assert [each["type"] for each in body["components"]] == [17]
