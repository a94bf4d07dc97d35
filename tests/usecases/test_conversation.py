"""The conversation, on a real database: what people say and press, and what comes of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.domain.card import Press
from bot.domain.enrollment import EnrollmentState, Handled, Policy, ScheduleKind
from bot.domain.ids import ResourceId
from bot.domain.pace import typed
from tests.fakes.plain import plain, said
from tests.fakes.stopwatch import is_quick_async
from tests.fakes.talk import Talk, talk_on

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Paris
WEEK = timedelta(weeks=1)


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def test_one_word_starts_a_plan_whose_first_reading_comes_by_itself(talk: Talk) -> None:
    answer = await talk.say("enroll case studies")
    assert "# You are on «Case studies»" in answer
    assert "Your first reading is on its way." in answer
    assert "Next: Tue 24 Nov, 10:00" in answer
    assert "Last: 8 December 2026" in answer
    assert talk.engine.wakes == 1

    first = await talk.send()
    assert said(first.card.title).endswith("Streaming Quality at Netflix»")
    second = await talk.wait_until(TUESDAY)
    assert said(second.card.title) == "«Predicting the Value of Homes»"


async def test_done_counts_says_when_the_next_comes_and_changes_the_message(talk: Talk) -> None:
    await talk.say("enroll case studies")
    reply = await talk.press("Done", await talk.send())
    assert reply.card is not None
    assert reply.update is not None
    assert said(reply.card.title) == "1 of 4 done"
    assert said(reply.card.text[0]) == "Next: Tue 24 Nov, 10:00."
    assert said(reply.update.text[0]) == "Done on Mon 23 Nov."
    assert reply.update.links
    assert reply.update.buttons == ()


async def test_done_twice_is_calm(talk: Talk) -> None:
    await talk.say("enroll case studies")
    first = await talk.send()
    await talk.press("Done", first)
    again = await talk.press("Done", first)
    assert again.card is not None
    assert again.update is not None
    assert said(again.card.title) == "That one is done already"
    assert (await talk.title("done")) == "No reading is waiting for you"
    assert (await talk.title("done netflix")) == "That one is done already"


async def test_a_press_on_an_earlier_message_means_its_own_reading(talk: Talk) -> None:
    await talk.say("enroll case studies")
    first = await talk.send()
    await talk.wait_until(TUESDAY)
    await talk.press("Done", first)
    handled = (await talk.view()).handled
    assert handled[ResourceId("netflix-quality")] is Handled.DONE
    assert handled[ResourceId("airbnb-homes")] is Handled.SENT


async def test_the_same_event_twice_does_nothing_twice(talk: Talk) -> None:
    await talk.reply("enroll case studies", event="one")
    await talk.reply("next", event="two")
    again = await talk.reply("next", event="two")
    assert again.card is not None
    assert said(again.card.title) == "That was saved already, so nothing was done twice"
    assert (await talk.view()).enrollment.left == 2


async def test_two_presses_at_once_have_one_effect(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await asyncio.gather(*(talk.reply("next", event="double") for _ in range(4)))
    assert (await talk.view()).enrollment.left == 2


async def test_next_hands_out_now_and_leaves_the_days_as_they_are(talk: Talk) -> None:
    await talk.say("enroll case studies")
    answer = await talk.say("next")
    assert "«Predicting the Value of Homes». Your planned days stay as they are." in answer
    assert talk.engine.wakes == 2
    await talk.send()
    assert len(talk.platform.messages) == 2
    assert (await talk.view()).next_due_at == TUESDAY


async def test_the_last_done_finishes_the_plan(talk: Talk) -> None:
    await talk.say("enroll case studies")
    for _ in range(3):
        await talk.say("next")
    for _ in range(3):
        await talk.say("done")
    assert await talk.title("done") == "You have finished «Case studies»"
    assert (await talk.view()).enrollment.state is EnrollmentState.FINISHED
    for text in ("next", "done", "skip", "later", "go to fraud", "pause", "resume"):
        assert await talk.title(text) == "This plan is finished"
    assert await talk.title("done netflix") == "That one is done already"
    assert await talk.title("repeat") == "Coming once more"
    assert "This plan is finished." in await talk.say("progress")


async def test_a_finished_plan_can_be_started_anew_from_its_beginning(talk: Talk) -> None:
    await talk.say("enroll case studies from dropbox")
    await talk.say("done")
    assert await talk.title("enroll case studies") == "You are on «Case studies»"
    view = await talk.view()
    assert dict(view.handled) == {ResourceId("netflix-quality"): Handled.SENT}


async def test_starting_again_after_leaving_goes_on_behind_what_is_done(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("done")
    assert await talk.title("leave") == "Leave «Case studies»?"
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE
    assert await talk.title("leave yes") == "You have left «Case studies»"
    assert await talk.views() == []

    answer = await talk.say("enroll case studies")
    assert "What you have done before counts: 1 reading does not come again." in answer
    view = await talk.view()
    assert view.handled[ResourceId("netflix-quality")] is Handled.DONE
    assert view.handled[ResourceId("airbnb-homes")] is Handled.SENT


async def test_anew_brings_everything_once_more(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("done")
    await talk.say("leave yes")
    await talk.say("enroll case studies from the beginning")
    assert dict((await talk.view()).handled) == {ResourceId("netflix-quality"): Handled.SENT}


async def test_a_running_plan_is_not_started_twice(talk: Talk) -> None:
    await talk.say("enroll case studies")
    assert await talk.title("enroll case studies") == "You are on «Case studies» already"
    assert len(await talk.views()) == 1


@pytest.mark.parametrize(
    ("text", "days", "first"),
    [
        ("enroll core weekdays 9am", "weekdays 09:00", "rules"),
        ("start core", "tuesday 10:00", "rules"),
        (
            "enroll whole path mon,thu 18:30 UTC from case studies",
            "mon,thu 18:30 UTC",
            "netflix-quality",
        ),
        ("enroll me in case studies from fraud, daily 8:00 please", "daily 08:00", "lyft-fraud"),
        ("enroll 7pm case study plan", "tuesday 19:00", "netflix-quality"),
    ],
)
async def test_plan_days_and_place_are_understood_in_any_order(
    talk: Talk, text: str, days: str, first: str
) -> None:
    await talk.say(text)
    view = await talk.view()
    assert typed(view.enrollment.pace, default_zone="Europe/Paris") == days
    assert [each for each, how in view.handled.items() if how is Handled.SENT] == [first]


async def test_what_was_not_said_is_named(talk: Talk) -> None:
    answer = await talk.say("enroll core weekdays")
    assert "I filled in what you did not say: at 09:00." in answer


async def test_wait_for_me_can_be_asked_for_at_the_start(talk: Talk) -> None:
    assert "If you fall behind: wait for me" in await talk.say("enroll core wait for me")
    assert (await talk.view()).enrollment.policy is Policy.WAIT


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("enroll", "Which plan would you like?"),
        ("enroll weekdays 9am", "Which plan would you like?"),
        ("enroll case studis", "I do not know the plan 'case studis'"),
        ("enroll core blursdays 9am", "I could not read 'blursdays'"),
        ("enroll core from mars", "I found no reading called 'mars' on your plan"),
        ("next", "You are not on a plan here yet"),
        ("done", "You are not on a plan here yet"),
        ("settings", "You are not on a plan here yet"),
        ("progress plan:core", "You are not on that plan here"),
    ],
)
async def test_nothing_starts_by_guessing(talk: Talk, text: str, title: str) -> None:
    assert await talk.title(text) == title
    assert await talk.views() == []
    assert talk.engine.wakes == 0


async def test_skip_leaves_out_what_is_open_then_what_comes_next(talk: Talk) -> None:
    await talk.say("enroll case studies")
    reply = await talk.press("Skip", await talk.send())
    assert reply.update is not None
    assert said(reply.update.text[0]) == "Left out on Mon 23 Nov."
    assert "«Predicting the Value of Homes»" in await talk.say("skip")
    view = await talk.view()
    assert list(view.handled.values()) == [Handled.SKIPPED, Handled.SKIPPED]
    assert await talk.title("skip netflix") == "That one is left out already"


async def test_later_brings_a_reading_back_at_the_plans_time(talk: Talk) -> None:
    await talk.say("enroll case studies")
    reply = await talk.press("Later", await talk.send())
    assert reply.update is not None
    assert said(reply.update.text[0]) == "Comes back Tue 24 Nov, 10:00."
    assert "comes back Fri 27 Nov, 10:00" in await talk.say("later friday")
    await talk.wait_until(TUESDAY)
    back = await talk.wait_until(TUESDAY + timedelta(days=3))
    assert said(back.card.text[0]) == "Back again, as you asked."
    assert said(back.card.title).endswith("Netflix»")


async def test_later_can_be_unsaid_by_done(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("later friday")
    await talk.say("done")
    kinds = [each.kind for each in (await talk.view()).schedules]
    assert ScheduleKind.SNOOZE not in kinds


async def test_going_back_and_repeating_do_not_move(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("next")
    await talk.send()
    before = (await talk.view()).handled
    assert await talk.title("go back") == "Coming once more"
    assert said((await talk.send()).card.title).endswith("Netflix»")
    await talk.say("repeat")
    assert said((await talk.send()).card.title) == "«Predicting the Value of Homes»"
    assert (await talk.view()).handled == before


async def test_going_to_a_name_a_section_or_a_number(talk: Talk) -> None:
    await talk.say("enroll whole path")
    assert "«Predicting the Value of Homes»" in await talk.say("go to airbnb")
    assert "«Using Machine Learning" in await talk.say("go case studies")
    assert "«Data Distribution Shifts»" in await talk.say("go to 3")
    await talk.say("next")
    assert said((await talk.send()).card.title) == "«Data Distribution Shifts»"


async def test_a_name_that_fits_several_is_said_openly(talk: Talk) -> None:
    await talk.say("enroll whole path")
    answer = await talk.say("go to machine learning")
    assert "This fits that name too: 5 (Designing Machine Learning Systems)" in answer
    assert "Several readings fit that" in await talk.say("done learning")


async def test_a_book_can_be_known_opened_in_parts_or_put_off(talk: Talk) -> None:
    await talk.say("enroll whole path from book")
    book = await talk.send()
    later = await talk.press("Later", book)
    assert later.card is not None
    assert "comes back Mon 21 Dec, 10:00" in plain(later.card)
    opened = await talk.press("Study it in parts", book)
    assert opened.card is not None
    assert "comes next in 3 parts" in plain(opened.card)
    await talk.say("next")
    part = await talk.send()
    assert said(part.card.eyebrow).startswith("Part 1 of 3 · «Designing Machine Learning Systems»")
    known = await talk.press("I know it", book)
    assert known.card is not None
    assert said(known.card.title) == "Good, you know it"


async def test_a_book_is_known_or_opened_in_words_too(talk: Talk) -> None:
    await talk.say("enroll whole path from book")
    await talk.send()
    assert "comes next in 3 parts" in await talk.say("parts")
    await talk.say("next")
    await talk.send()
    assert await talk.title("know") == "Good, you know it"


async def test_a_press_means_its_messages_plan_and_a_text_the_one_delivered_last(
    talk: Talk,
) -> None:
    await talk.say("enroll case studies")
    case = await talk.send()
    talk.clock.advance(timedelta(minutes=1))
    await talk.say("enroll core")
    await talk.send()
    assert "«MLOps core»" in await talk.say("done")
    reply = await talk.press("Done", case)
    assert reply.card is not None
    assert said(reply.card.eyebrow) == "«Case studies»"
    assert "«Case studies»" in await talk.say("next plan:case-studies")
    assert "Also here: `progress plan:case-studies`" in await talk.say("progress plan:core")


async def test_with_two_plans_a_refusal_names_the_one_that_was_meant(talk: Talk) -> None:
    await talk.say("enroll case studies")
    assert "called 'mars' on your plan" in await talk.say("go to mars")
    await talk.say("enroll core")
    for text in ("go to mars", "done mars"):
        assert "I found no reading called 'mars' on MLOps core" in await talk.say(text)


async def test_presses_of_other_people_and_places_do_nothing_here(talk: Talk) -> None:
    await talk.say("enroll case studies")
    message = await talk.send()
    talk.origin = replace(talk.origin, workspace="elsewhere")
    reply = await talk.press("Done", message)
    assert reply.card is not None
    assert said(reply.card.title) == "I no longer know that message"
    talk.origin = replace(talk.origin, workspace="team", place="dm-eve", person="eve")
    reply = await talk.press("Done", message)
    assert reply.card is not None
    assert said(reply.card.title) == "That message belongs to a plan you have left"


async def test_forged_presses_and_unreadable_texts_are_answered(talk: Talk) -> None:
    for press in (Press("know"), Press("parts"), Press("nonsense"), Press("leave", "\0")):
        reply = await talk.reply(press=press)
        assert reply.card is not None
        assert reply.card.tone == "gentle"
    assert await talk.title("x" * 2_000) == ("That is longer than the 1,000 letters I read at once")


async def test_progress_shows_numbers_weeks_and_when_it_will_be_done(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.say("done")
    for week in range(2):
        await talk.wait_until(TUESDAY + week * WEEK)
        await talk.say("done")
    answer = await talk.say("progress")
    assert "Done: 3 of 4" in answer
    assert "Weeks with reading: 2 of the last 2 weeks" in answer
    assert "Time read: about 1 h 30 min" in answer
    assert "Last reading: 8 December 2026" in answer


async def test_case_studies_are_found_by_company_topic_and_slip(talk: Talk) -> None:
    assert "One worth reading today." in await talk.say("casestudy")
    assert "Company: «Netflix»" in await talk.say("casestudy netflix")
    corrected = await talk.say("casestudy netfilx")
    assert "Company: «Netflix»" in corrected
    assert "I read that as" in corrected
    assert "Company: «Lyft»" in await talk.say("casestudy fraud")
    assert "Company: «Dropbox»" in await talk.say("casestudy ocr pipeline")
    nothing = await talk.say("casestudy zzzz")
    assert "No case study for" in nothing
    assert "«Netflix», «Airbnb», «Lyft», «Dropbox»" in nothing


async def test_a_plan_that_is_not_loaded_keeps_its_place(talk: Talk) -> None:
    await talk.say("enroll case studies")
    kept = dict(talk.library.curricula)
    talk.library.curricula.clear()
    assert "not available right now" in await talk.say("progress")
    assert await talk.title("timezone UTC") == "Your time zone is UTC"
    assert await talk.title("enroll") == "There is no plan to start here yet"
    assert await talk.title("casestudy") == "There are no case studies here yet"
    talk.library.curricula.update(kept)
    assert "Done: 0 of 4" in await talk.say("progress")


HEARERS = ["enroll", "done", "casestudy", "go to", "pace", "path", "later", "timezone", "help"]


@pytest.mark.parametrize("verb", [*HEARERS, "settings break", "settings holidays"])
async def test_hostile_arguments_are_answered_quickly(talk: Talk, verb: str) -> None:
    await talk.say("enroll whole path")
    await talk.say(f"{verb} x")
    for letters in ("a ", "x", "é", "9:00 ", "from ", "case ", "1 "):
        text = f"{verb} {letters * 980}"[:980]
        # Parsing takes under 2 ms; the rest is the database.
        assert await is_quick_async(partial(talk.say, text), cpu_s=0.25)
