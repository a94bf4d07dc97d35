import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.card import Card, Code, Fact, Link, Meter, Strong, Untrusted, words
from bot.platforms.terminal.render import _columns, render_text
from tests.fakes.sample_cards import SAMPLES
from tests.fakes.webchat_parts import START, enrolled_card, picture_card, reading_card, welcome_card


def test_the_welcome_card() -> None:
    assert render_text(welcome_card()) == snapshot("""\
The whole bot, on your computer; nothing leaves it
A reading plan for machine learning in production
=================================================

Pick a plan. One reading arrives at a time, on the days you choose, and it ends.

1. Case studies
   How real teams put machine learning to work.
   Weeks: 12, A week: 60 min, Last reading: 15 Feb 2027
   Start: type `enroll case-studies`

2. MLOps core
   The shortest way through the whole of MLOps.
   Weeks: 18, A week: 90 min, Last reading: 29 Mar 2027
   Start: type `enroll mlops-core`

3. Whole path
   Everything the guide lists, in its order.
   Weeks: 64, A week: 120 min, Last reading: 14 Feb 2028
   Start: type `enroll whole-path`

Or type `enroll mlops-core Tue Thu 9:00` to choose days and time.
""")


def test_a_picture_is_told_in_words() -> None:
    assert render_text(picture_card(), width=60) == snapshot("""\
MLOps core
==========

[##########....................] 1 of 3

[Picture: MLOps core: 1 of 3 readings done. Now reading
number 2, Feature engineering. Last date 23 November 2026 at
your pace.]
""")


def test_a_reading() -> None:
    card = reading_card("Hidden Technical Debt in Machine Learning Systems", START)
    assert render_text(card) == snapshot("""\
Reading 1 of 36 · MLOps core
Hidden Technical Debt in Machine Learning Systems
=================================================

Forty-three rules from people who run machine learning every day.

- Why to launch without machine learning first
- What to watch once a model is live

By     Martin Zinkevich
Kind   article
Time   35 min
Price  free

Open the reading:
  https://developers.google.com/machine-learning/guides

Done: type `done r1`
Later: type `later r1`
Skip: type `skip r1`
""")


def test_a_meter_and_a_moment() -> None:
    assert render_text(enrolled_card(START, zone="Asia/Tokyo")) == snapshot("""\
MLOps core has begun
====================

Your first reading is here. The next one comes Mon 23 Nov, 18:00.

[..............................] 0 of 36

Type `pause` whenever life gets in the way.
""")


def test_long_lines_wrap_under_their_beginning_and_addresses_stay_whole() -> None:
    card = Card(
        title=words("A title that is rather longer than the thirty columns there are"),
        facts=(
            Fact("By", words("Somebody with a name of some length")),
            Fact("Reading time", words("25 min")),
        ),
        points=(words("A point with ", Strong("many"), " words and a ", Code("command")),),
        links=(Link(words("Open the reading"), "https://example.org/a/rather/long/address"),),
        meter=Meter(5, 0),
    )
    assert render_text(card, width=30) == snapshot("""\
A title that is rather longer
than the thirty columns there
are
=============================

- A point with many words and
  a `command`

By            Somebody with a
              name of some
              length
Reading time  25 min

[..............................] 5 of 0

Open the reading:
  https://example.org/a/rather/long/address
""")


def test_wide_letters_take_two_columns() -> None:
    card = Card(title=words(Untrusted("機械学習 の 設計")))
    assert render_text(card, width=11) == snapshot("""\
機械学習 の
設計
===========
""")


@given(st.text(), st.integers(20, 120))
def test_no_word_of_others_moves_the_cursor_or_turns_the_text_around(text: str, width: int) -> None:
    theirs = words(Untrusted(text))
    card = replace(welcome_card(), title=theirs, text=(theirs,), points=(theirs,), footer=theirs)
    shown = render_text(card, width=width)
    kinds = {unicodedata.category(letter) for letter in shown if letter not in "\n\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    wide = [line for line in shown.splitlines() if _columns(line) > width]
    assert all(" " not in line.removeprefix("- ").strip() for line in wide)  # one long word each


def test_boxes_say_what_to_type_and_their_button_is_left_out() -> None:
    shown = render_text(SAMPLES["done, with boxes"])
    assert "What did you learn? If you like, type `note learned: ...`" in shown
    assert "How good was it? If you like, type `rate 4`" in shown
    assert "Next reading now: type `next plan:case-studies`" in shown
    assert "keep netflix" not in shown
