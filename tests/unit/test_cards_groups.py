"""The cards of calendars, guesses, boards and books, as a person reads them."""

import pytest
from inline_snapshot import snapshot

from bot.platforms.discord.presses import Carried, carried_by, custom_id
from bot.platforms.slack.presses import PRESS, press_of, value_of
from bot.platforms.webchat.render import card_payload, has_button
from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_calendar_address() -> None:
    assert wrapped(SAMPLES["calendar address"]) == snapshot("""\
(success)
# Your calendar is ready
Add this address to your calendar as one to follow (from URL). It shows the readings of your
    plans, and moves with them.
«https://study.example.org/calendar/abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE.ics»
Whoever has this address sees these dates, so keep it to yourself.
Google Calendar -> https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fstudy.exam
    ple.org%2Fcalendar%2Fabcdefghijklmnopqrstuvwxyz0123456789-_ABCDE.ics
Outlook -> https://outlook.office.com/calendar/addfromweb?url=https%3A%2F%2Fstudy.example.or
    g%2Fcalendar%2Fabcdefghijklmnopqrstuvwxyz0123456789-_ABCDE.ics&name=Readings
-- I keep no copy of it and cannot show it again: `settings calendar new` makes another.\
""")


def test_card_calendar_kept() -> None:
    assert wrapped(SAMPLES["calendar kept"]) == snapshot("""\
(info)
# You have a calendar address already
It was made on 24 November 2026, and shown to you alone then.
With a new one the old one ends; add the new one to your calendar instead.
[Make a new one] -> calendar new
[End it] -> calendar off\
""")


def test_card_calendar_by_hand() -> None:
    assert wrapped(SAMPLES["calendar by hand"]) == snapshot("""\
(info)
# Add your dates to a calendar
Next: «Predicting the Value of Homes», Tue 24 Nov, 10:00.
The file holds every date. Open it with your calendar; it does not follow moves.
Google Calendar -> https://calendar.google.com/calendar/render?action=TEMPLATE&text=Predicti
    ng+the+Value+of+Homes&dates=20261124T090000Z%2F20261124T093000Z&details=Case+studies%0Ah
    ttps%3A%2F%2Fexample.org%2Fairbnb-homes
Outlook -> https://outlook.office.com/calendar/deeplink/compose?rru=addevent&subject=Predict
    ing+the+Value+of+Homes&startdt=2026-11-24T09%3A00%3A00Z&enddt=2026-11-24T09%3A30%3A00Z&b
    ody=Case+studies%0Ahttps%3A%2F%2Fexample.org%2Fairbnb-homes\
""")


def test_card_calendar_empty() -> None:
    assert wrapped(SAMPLES["calendar empty"]) == snapshot("""\
(gentle)
# There are no dates for a calendar yet
Start a plan with `enroll`, or go on with `resume`.\
""")


def test_card_calendar_ended() -> None:
    assert wrapped(SAMPLES["calendar ended"]) == snapshot("""\
(success)
# Your calendar address has ended
Nobody gets your dates from it any more. Take it out of your calendar too.
-- Another: `settings calendar`.\
""")


def test_card_calendar_not_there() -> None:
    assert wrapped(SAMPLES["calendar not there"]) == snapshot("""\
(gentle)
# There is no calendar address to end here
Make one with `settings calendar`.\
""")


def test_card_guess() -> None:
    assert wrapped(SAMPLES["guess"]) == snapshot("""\
(info)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# «How would they find the alerts that matter?»
- A: «A higher threshold»
- B: «Learning from past alerts»
- C: «By hand»
[A] -> vote netflix-quality 1 plan:case-studies
[B] -> vote netflix-quality 2 plan:case-studies
[C] -> vote netflix-quality 3 plan:case-studies
-- Nobody sees your guess. The answer comes when the reading is discussed.\
""")


def test_card_guessed() -> None:
    assert wrapped(SAMPLES["guessed"]) == snapshot("""\
(success)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# «How would they find the alerts that matter?»
Your guess is C. Press another to change it.
- A: «A higher threshold»
- B: «Learning from past alerts»
- C: «By hand»
[A] -> vote netflix-quality 1 plan:case-studies
[B] -> vote netflix-quality 2 plan:case-studies
[C] -> vote netflix-quality 3 plan:case-studies
-- Nobody sees your guess. The answer comes when the reading is discussed.\
""")


def test_card_guess_answered() -> None:
    assert wrapped(SAMPLES["guess answered"]) == snapshot("""\
(info)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# What «Netflix» did: B
«How would they find the alerts that matter?»
«Learning from past alerts». «Past verdicts became labels.»
- A: «A higher threshold» (2 guesses)
- B: «Learning from past alerts» (5 guesses)\
""")


def test_card_guess_answered_few() -> None:
    assert wrapped(SAMPLES["guess answered, few"]) == snapshot("""\
(info)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# What «Netflix» did: B
«How would they find the alerts that matter?»
«Learning from past alerts». «Past verdicts became labels.»\
""")


def test_card_guess_answered_most() -> None:
    assert wrapped(SAMPLES["guess answered, most"]) == snapshot("""\
(info)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# What «Netflix» did: B
«How would they find the alerts that matter?»
«Learning from past alerts». «Past verdicts became labels.»
-- Most of you guessed B.\
""")


def test_card_guess_answered_divided() -> None:
    assert wrapped(SAMPLES["guess answered, divided"]) == snapshot("""\
(info)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# What «Netflix» did: B
«How would they find the alerts that matter?»
«Learning from past alerts». «Past verdicts became labels.»
-- Your guesses were divided.\
""")


def test_card_guess_too_late() -> None:
    assert wrapped(SAMPLES["guess too late"]) == snapshot("""\
(gentle)
«Using Machine Learning to Improve Streaming Quality at Netflix»
# The answer is out already
B: «Learning from past alerts».
«Past verdicts became labels.»\
""")


def test_card_board() -> None:
    assert wrapped(SAMPLES["board"]) == snapshot("""\
(info)
«Case studies»
# 3 of 9 readings so far, 6 members
(picture: Case studies: by 8 December 2026 the plan had 3 of 9 readings, and 6 members had
    read 2.2 of them on average. The plan ends on 19 January 2027.)
Fewest have finished «Reading 1».
- 1. «Reading 1»: read by 1 of 6 (17%)
- 2. «Reading 2»: read by 2 of 6 (33%), rated 4.2 of 5
- 3. «Reading 3»: read by 3 of 6 (50%)
-- For everything that the group wrote: `group book`.\
""")


def test_card_board_of_a_lead() -> None:
    assert wrapped(SAMPLES["board of a lead"]) == snapshot("""\
(info)
«Case studies»
# 3 of 9 readings so far, 6 members
(picture: Case studies: by 8 December 2026 the plan had 3 of 9 readings, and 6 members had
    read 2.2 of them on average. The plan ends on 19 January 2027.)
Fewest have finished «Reading 1».
The link is for you alone, works once, and waits for 15 minutes.
- 1. «Reading 1»: read by 1 of 6 (17%)
- 2. «Reading 2»: read by 2 of 6 (33%), rated 4.2 of 5
- 3. «Reading 3»: read by 3 of 6 (50%)
Open the page for leads -> https://study.example.org/board/x
-- For everything that the group wrote: `group book`.\
""")


def test_card_board_small() -> None:
    assert wrapped(SAMPLES["board, small"]) == snapshot("""\
(info)
«Case studies»
# How your group is doing
Fewest have finished «Reading 1».
Readings so far: 3 of 9
Members: 6, 5 active\
""")


def test_card_book() -> None:
    assert wrapped(SAMPLES["book"]) == snapshot("""\
(success)
«Case studies»
# Your season
0 readings, 6 members, 0 lines that you wrote. One file opens in any browser and prints
    well, the other is plain text (Markdown).
-- They need nothing else: keep them, or share them with your group.\
""")


@pytest.mark.parametrize("name", ["guess", "guessed", "calendar kept"])
def test_their_buttons_mean_the_same_on_every_platform(name: str) -> None:
    payload = card_payload(SAMPLES[name])
    assert SAMPLES[name].buttons
    for number, each in enumerate(SAMPLES[name].buttons):
        action = {"action_id": f"{PRESS}:{number}", "value": value_of(each.press)}
        assert press_of(action) == each.press
        made = custom_id(Carried(press=each.press, own=False), number=number)
        assert made is not None
        carried = carried_by(made)
        assert carried is not None
        assert carried.press == each.press
        assert has_button(payload, each.press)
