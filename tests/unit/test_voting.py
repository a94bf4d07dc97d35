"""What may be told of a group's guesses: the answer always, nobody's own guess ever."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.cards.voting import ask_card, reveal_card
from bot.domain.ids import PlanId, ResourceId
from bot.domain.voting import LEAST_TOLD, SPLIT_FROM, Leaning, Tally, split_of
from bot.library.loader import load_curriculum
from tests.fakes.plain import wrapped

COUNTS = st.dictionaries(st.integers(0, 3), st.integers(0, 40), max_size=4)


@given(counts=COUNTS)
def test_no_split_points_at_anybody(counts: dict[int, int]) -> None:
    split, voters = split_of(counts), sum(counts.values())
    if voters < SPLIT_FROM:
        assert split.leaning is Leaning.NOTHING
    if split.leaning is Leaning.COUNTS:
        assert sum(split.counts.values()) == voters
        assert len(split.counts) > 1
        assert min(split.counts.values()) >= LEAST_TOLD
    else:
        assert not split.counts
    if split.leaning is Leaning.MOST:
        assert 2 * counts[split.most] > voters


MLOPS = load_curriculum(Path(__file__).parents[2] / "curriculum" / "mlops")
CASES = [each for each in MLOPS.resources.values() if each.case and each.case.vote]
LYFT = MLOPS.resource(ResourceId("lyft-fraud"))


def test_each_of_the_nine_case_studies_can_be_guessed_about() -> None:
    of_path = MLOPS.plan(PlanId("case-studies")).resources
    assert [each.id for each in CASES] == list(of_path)
    assert len(CASES) == 9
    answers = [each.case.vote.answer for each in CASES if each.case and each.case.vote]
    assert len(set(answers)) > 1, "the answer does not always stand in the same place"


def test_the_question_and_the_answer_as_people_read_them() -> None:
    assert LYFT.case is not None
    assert LYFT.case.vote is not None
    asked = ask_card(LYFT, LYFT.case.vote, tally=Tally(counts={}, mine=1), plan=PlanId("p"))
    assert wrapped(asked) == snapshot("""\
(info)
«From shallow to deep learning in fraud»
# «Which model did the fraud team begin with?»
Your guess is B. Press another to change it.
- A: «Deep learning on sequences of behavior»
- B: «Boosted trees»
- C: «Logistic regression»
[A] -> vote lyft-fraud 1 plan:p
[B] -> vote lyft-fraud 2 plan:p
[C] -> vote lyft-fraud 3 plan:p
-- Nobody sees your guess. The answer comes when the reading is discussed.\
""")
    told = reveal_card(LYFT, LYFT.case.vote, split=split_of({0: 2, 2: 5}))
    assert wrapped(told) == snapshot("""\
(info)
«From shallow to deep learning in fraud»
# What «Lyft» did: C
«Which model did the fraud team begin with?»
«Logistic regression». «Its weights tell anybody which features matter. Boosted trees and
    then deep learning came later, each with a road to production of its own.»
- A: «Deep learning on sequences of behavior» (2 guesses)
- C: «Logistic regression» (5 guesses)\
""")
