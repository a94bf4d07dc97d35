"""Boards: what is told from how many people on, and a picture of any group."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.board import Board, Facts, Rated, board_of
from bot.domain.cards.board import alt_text, board_card
from bot.domain.drawing import size_of
from bot.domain.enrollment import Handled
from bot.domain.exporting import as_table
from bot.domain.group import LeadState, Member, MemberState, Reads, Role, Round
from bot.domain.ids import PersonId, ResourceId
from bot.domain.pace_chart import MOST_POINTS, PaceChart, Point, thinned
from bot.pictures.pace import draw_pace
from bot.ports import Theme
from tests.fakes.paths import Somewhere, places
from tests.fakes.plain import plain

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORMULA = frozenset("=+-@\t\r\n")


def member(number: int, *, on_board: bool = False) -> Member:
    return Member(
        person_id=PersonId(number),
        name=f"Member {number}",
        state=MemberState.JOINED,
        role=Role.MEMBER,
        joined_at=START,
        seen_at=START,
        from_round=1,
        active=True,
        on_board=on_board,
    )


def board(somewhere: Somewhere, *, members: int, raters: int = 0) -> Board:
    view, study = somewhere.seen
    sent = [each for each, how in view.handled.items() if how in {Handled.SENT, Handled.DONE}]
    rounds = [
        Round(
            number=number,
            resource_id=each,
            sent_at=study.now - timedelta(days=len(sent) - number),
            lead_id=None,
            lead_name="",
            lead_state=LeadState.NOBODY,
            answer_by=None,
        )
        for number, each in enumerate(sent, start=1)
    ]
    done = [ResourceId(each) for each in sent[: len(sent) // 2]]
    facts = Facts(
        members=[member(number, on_board=number % 2 == 0) for number in range(members)],
        rounds=rounds,
        reads={each: Reads(done=members // 2 if each in done else 0, of=members) for each in sent},
        finished=[study.now] * len(done),
        ratings={each: Rated(stars=3.5, raters=raters) for each in done},
        done_by={PersonId(number): frozenset(done) for number in range(members)},
    )
    return board_of(view, study, facts=facts)


@settings(max_examples=20, deadline=None)
@given(somewhere=places(), members=st.integers(1, 12), raters=st.integers(0, 12))
def test_below_five_nothing_points_at_anybody(
    somewhere: Somewhere, members: int, raters: int
) -> None:
    made = board(somewhere, members=members, raters=raters)
    for line in made.readings:
        assert (line.share is None) == (members < 5)
        assert line.stars is None or raters >= 5
    assert not made.hardest or members >= 5
    assert [each.name for each in made.people] == [f"Member {n}" for n in range(0, members, 2)]
    assert made.unseen == members // 2
    card = board_card(made, page=None)
    assert not any(each.name in plain(card) for each in made.people)


@settings(max_examples=6, deadline=None)
@given(somewhere=places(), members=st.integers(1, 500))
def test_any_group_is_drawn_in_both_themes_and_told_in_words(
    somewhere: Somewhere, members: int
) -> None:
    chart = board(somewhere, members=members).chart
    for theme in Theme:
        content = draw_pace(chart, theme)
        assert Image.open(BytesIO(content)).size == size_of(chart)
        assert len(content) < 120_000
    assert len(alt_text(chart)) < 400


def test_a_group_that_was_sent_nothing_has_a_board_too() -> None:
    chart = PaceChart(
        title="\x00" * 90, total=0, members=0, today=date(2026, 11, 24), planned=(), read=()
    )
    assert Image.open(BytesIO(draw_pace(chart, Theme.LIGHT))).size == size_of(chart)
    assert "had read 0.0 of them" in alt_text(chart)


@given(count=st.integers(0, 2_000))
def test_a_long_line_keeps_its_ends(count: int) -> None:
    points = tuple(Point(on=date(2026, 1, 1) + timedelta(days=n), readings=n) for n in range(count))
    kept = thinned(points)
    assert len(kept) <= MOST_POINTS + 1
    assert kept[:1] + kept[-1:] == points[:1] + points[-1:]


@given(
    name=st.text(alphabet=st.one_of(st.sampled_from(" \t\r\n=+-@\u00a0\uff1d"), st.characters()))
)
def test_no_cell_of_a_members_table_is_a_formula(name: str) -> None:
    told = as_table([[name]]).decode("utf-8-sig")
    cell = told[1 : told.rindex('"')]
    assert cell[:1] not in FORMULA
    assert cell.lstrip()[:1] not in FORMULA
