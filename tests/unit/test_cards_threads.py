"""What is said around the thread of a reading, as a person reads it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.card import Untrusted, words
from bot.domain.cards.discuss import questions_card
from bot.platforms.discord.posts import NAME, name_of
from tests.fakes.curricula import GUIDE
from tests.fakes.plain import said, wrapped
from tests.fakes.sample_cards import SAMPLES, resource


def test_card_questions() -> None:
    assert wrapped(SAMPLES["questions"]) == snapshot("""\
(info)
# Two questions to talk about
- «What would you measure first?»
- «Where would it fail with you?»\
""")


def test_card_questions_alone() -> None:
    assert wrapped(SAMPLES["questions alone"]) == snapshot("""\
(info)
# Two questions to think about
- «What would you measure first?»
- «Where would it fail with you?»\
""")


def test_card_discuss_first() -> None:
    assert wrapped(SAMPLES["discuss first"]) == snapshot("""\
(success)
# Let us talk about it
A thread opens under «Using Machine Learning to Improve Streaming Quality at Netflix» now,
    with two questions to start from.\
""")


def test_card_discuss_first_without_questions() -> None:
    assert wrapped(SAMPLES["discuss first without questions"]) == snapshot("""\
(success)
# Let us talk about it
A thread opens under «Using Machine Learning to Improve Streaming Quality at Netflix» now,
    for all of you.\
""")


def test_card_discuss_first_alone() -> None:
    assert wrapped(SAMPLES["discuss first alone"]) == snapshot("""\
(success)
# Two questions to think about
They come as a reply under «Using Machine Learning to Improve Streaming Quality at Netflix».\
""")


def test_card_discuss_again() -> None:
    assert wrapped(SAMPLES["discuss again"]) == snapshot("""\
(info)
# It is being discussed
The thread stands under «Using Machine Learning to Improve Streaming Quality at Netflix».\
""")


def test_card_discuss_again_alone() -> None:
    assert wrapped(SAMPLES["discuss again alone"]) == snapshot("""\
(info)
# Two questions to think about
They stand under «Using Machine Learning to Improve Streaming Quality at Netflix».\
""")


def test_card_discuss_without_a_thread() -> None:
    assert wrapped(SAMPLES["discuss without a thread"]) == snapshot("""\
(info)
# Two questions to think about
About «Using Machine Learning to Improve Streaming Quality at Netflix».
- «What would you measure first?»
- «Where would it fail with you?»\
""")


def test_card_discuss_where_threads_are_refused() -> None:
    assert wrapped(SAMPLES["discuss where threads are refused"]) == snapshot("""\
(info)
# Two questions to think about
About «Using Machine Learning to Improve Streaming Quality at Netflix».
I may not open a thread here, so they are for you.
- «What would you measure first?»
- «Where would it fail with you?»\
""")


def test_card_discuss_without_questions() -> None:
    assert wrapped(SAMPLES["discuss without questions"]) == snapshot("""\
(info)
# To think about
About «Using Machine Learning to Improve Streaming Quality at Netflix».
Nothing is prepared for this one. What would you tell a colleague about it?\
""")


@pytest.mark.parametrize(("asked", "title"), [(0, ""), (1, "A question"), (3, "Two questions")])
def test_the_heading_counts_and_more_than_two_start_no_better_talk(asked: int, title: str) -> None:
    guide = replace(GUIDE, questions=("Why?", "How?", "When?")[:asked])
    card = questions_card(replace(resource("netflix-quality"), guide=guide), alone=False)
    if not asked:
        assert card is None
        return
    assert card is not None
    assert said(card.title).startswith(title)
    assert len(card.points) == min(asked, 2)


@given(st.text(max_size=300))
def test_a_thread_s_name_fits_and_a_post_s_ends_with_its_key(title: str) -> None:
    made = words(Untrusted(title))
    assert 1 <= len(name_of(made)) <= NAME
    post = name_of(made, key="1a-k7x2")
    assert len(post) <= NAME
    assert post.endswith(" \N{MIDDLE DOT} 1a")
