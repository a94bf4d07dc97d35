"""A plan as a map: its stops, dates and words, and where they stand on a picture."""

from datetime import date
from itertools import pairwise
from textwrap import wrap

from hypothesis import given, settings
from inline_snapshot import snapshot

from bot.domain.cards.path_picture import LONGEST_ALT, alt_text
from bot.domain.enrollment import EnrollmentState, Handled
from bot.domain.outlook import look
from bot.domain.path_layout import WIDTH, lay_out
from bot.domain.path_map import PathMap, Stop, StopState
from bot.domain.path_mapping import map_path
from bot.platforms.webchat.kept_maps import encode_map
from tests.fakes.paths import Shape, Somewhere, mapped, places
from tests.fakes.plain import said

DONE, SENT, SKIPPED, PASSED = Handled.DONE, Handled.SENT, Handled.SKIPPED, Handled.PASSED
CORE = Shape(sections=(("Overview", (0,) * 7), ("Intermediate", (0,) * 5), ("Advanced", (0,) * 5)))
TALLEST = 2600
PLACE_PX = 60


def alt(path: PathMap) -> str:
    return said(alt_text(path))


def folded(path: PathMap) -> str:
    return "\n".join(wrap(alt(path), 90))


def stops(path: PathMap) -> list[Stop]:
    return [stop for stretch in path.stretches for stop in stretch.stops]


def test_the_words_say_what_the_picture_shows() -> None:
    path = mapped(CORE, [DONE, DONE, PASSED, DONE, SKIPPED, SENT, SENT])
    assert folded(path) == snapshot("""\
«MLOps core»: 3 of 17 readings done. 2 left out or passed by. Now reading number 7,
«Feature engineering», and 1 more with you. Done in its sections: «Overview» 3 of 7;
«Intermediate» 0 of 5; «Advanced» 0 of 5. Last date 24 December 2026 at your pace.\
""")


def test_the_words_at_the_start_in_a_pause_and_at_the_end() -> None:
    short = Shape(title="Case studies", sections=(("Case studies", (0, 0)),))
    assert folded(mapped(short)) == snapshot("""\
«Case studies»: 0 of 2 readings done. Next comes number 1, «Feature engineering», on 24
November 2026. Last date 1 December 2026 at your pace.\
""")
    assert folded(mapped(short, [DONE], state=EnrollmentState.PAUSED)) == snapshot(
        "«Case studies»: 1 of 2 readings done. Next comes number 2, «Feature engineering». Paused."
    )
    assert folded(mapped(short, [DONE, DONE], state=EnrollmentState.FINISHED)) == snapshot(
        "«Case studies»: 2 of 2 readings done. Finished on 23 November 2026."
    )


def test_a_stop_is_marked_with_what_became_of_its_reading() -> None:
    path = mapped(CORE, [DONE, SKIPPED, PASSED, SENT, DONE, SENT])
    assert [stop.state.value for stop in stops(path)[:7]] == [
        "done",
        "left out",
        "left out",
        "current",
        "done",
        "current",
        "to come",
    ]
    assert [stop.number for stop in stops(path) if stop.here] == [6], "the newest of those open"
    assert (path.done, path.total, path.left_out, path.with_you) == (2, 17, 2, 2)


def test_dates_stand_at_the_next_reading_at_new_months_and_at_the_last() -> None:
    labels = [(spot.stop.number, spot.label) for spot in lay_out(mapped(CORE, [DONE])).spots]
    assert [each for each in labels if each[1]] == snapshot(
        [(2, "24 Nov"), (4, "Dec"), (14, "Jan 2027"), (17, "14 Jan")]
    )


def test_a_book_in_parts_is_one_stop_that_fills_up() -> None:
    path = mapped(Shape(sections=(("Books", (28, 0)),)), [SKIPPED, *[DONE] * 5, SENT])
    book, after = stops(path)
    assert (book.count, book.done, book.state, book.here) == (28, 5, StopState.CURRENT, True)
    assert after.number == 30
    assert path.here is not None
    assert path.here.title == "Feature engineering: Part 6"
    assert path.left_out == 0, "the book's own card is not left out by being opened"


def test_very_many_readings_and_sections_stand_together() -> None:
    path = mapped(Shape(sections=tuple((f"Section {n}", (0,) * 125) for n in range(40))), [DONE])
    assert [len(stretch.stops) for stretch in path.stretches] == [10] * 10
    assert path.stretches[0].title == "Section 0 and 3 more"
    assert sum(stop.count for stop in stops(path)) == 5000


def test_a_plan_without_readings_is_a_heading() -> None:
    path = mapped(Shape(sections=()))
    assert (path.total, path.stretches, path.here) == (0, (), None)
    assert lay_out(path).height > 0


def test_titles_are_one_clean_short_line() -> None:
    path = mapped(Shape(title="\u202eA\n" * 5000, sections=(("x\x00y" * 500, (0,)),)))
    assert len(path.title) <= 120
    assert path.title.startswith("A A A")
    assert "\x00" not in path.stretches[0].title


@settings(max_examples=20, deadline=None)
@given(places())
def test_every_reading_is_on_the_map_and_its_dates_are_the_outlooks(somewhere: Somewhere) -> None:
    view, study = somewhere.seen
    outlook = look(view, study)
    path = map_path(view, study, outlook=outlook)
    assert (path.done, path.total) == (outlook.done, outlook.total)
    assert sum(stretch.done for stretch in path.stretches) == path.done
    assert sum(stretch.total for stretch in path.stretches) == path.total
    assert sum(stop.here for stop in stops(path)) == (path.here is not None)
    covers = sum(view.handled.get(each) is SKIPPED for each in view.enrollment.expanded)
    assert sum(stop.count for stop in stops(path)) >= path.total - covers
    due = [stop.due for stop in stops(path) if stop.due]
    assert due == sorted(due)
    assert not due or (due[0] == path.next_on and due[-1] <= (path.last_on or date.min))
    last = stops(path)[-1]
    assert last.count > 1 or last.due in {None, path.last_on}
    assert len(alt(path)) <= LONGEST_ALT


@settings(max_examples=20, deadline=None)
@given(places())
def test_everything_stands_inside_the_picture_and_apart(somewhere: Somewhere) -> None:
    view, study = somewhere.seen
    path = map_path(view, study, outlook=look(view, study))
    layout = lay_out(path)
    assert 0 < layout.height <= TALLEST
    rows: dict[int, list[int]] = {}
    for spot in layout.spots:
        assert PLACE_PX < spot.x < WIDTH - PLACE_PX
        rows.setdefault(spot.y, []).append(spot.x)
    for band in layout.bands:
        assert 0 < band.box.left < band.box.right < WIDTH
        assert 0 < band.box.top < band.box.bottom < layout.height
    for row in rows.values():
        ordered = sorted(row)
        assert all(after - before > PLACE_PX for before, after in pairwise(ordered))
    for before, after in pairwise(layout.legs):
        assert (before.to_x, before.to_y) == (after.x, after.y), "the way has no gap"
        assert before.travelled >= after.travelled, "and is travelled from its start"
    assert len(str(encode_map(path))) < 20_000, "small enough to be kept beside a message"


def test_a_map_is_a_value_of_its_curriculum_alone() -> None:
    assert mapped(CORE, [DONE]) == mapped(CORE, [DONE])
    assert hash(mapped(CORE, [DONE])) == hash(mapped(CORE, [DONE]))
    assert mapped(CORE, [DONE]) != mapped(CORE, [SENT])
