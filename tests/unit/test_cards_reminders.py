"""Reminders, stopping them, coming back, and a preview, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_reminder() -> None:
    assert wrapped(SAMPLES["reminder"]) == snapshot("""\
(gentle)
«Case studies»
# 2 readings wait for you
[1/4]
The buttons mean the latest one, «From shallow to deep learning in fraud».
Done: 1 of 4, 1 of them in the last 7 days
With you: «Predicting the Value of Homes», «From shallow to deep learning in fraud»
To catch up: about 1 h
Next reading: Tue 24 Nov, 10:00
[Did it] -> done (primary)
[Move to tomorrow] -> later tomorrow
[Skip this one] -> skip
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- I look back on a Monday, and only while something waits.\
""")


def test_card_reminder_of_one() -> None:
    assert wrapped(SAMPLES["reminder of one"]) == snapshot("""\
(gentle)
«Case studies»
# 1 reading waits for you
[1/4]
«From shallow to deep learning in fraud».
Done: 1 of 4
To catch up: about 20 min
Next reading: Tue 24 Nov, 10:00
[Did it] -> done (primary)
[Move to tomorrow] -> later tomorrow
[Skip this one] -> skip
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- I look back on a Monday, and only while something waits.\
""")


def test_card_reminder_two_weeks() -> None:
    assert wrapped(SAMPLES["reminder, two weeks"]) == snapshot("""\
(gentle)
«Case studies»
# 2 readings wait for you
[1/4]
The buttons mean the latest one, «From shallow to deep learning in fraud».
Done: 1 of 4, 1 of them in the last 7 days
With you: «Predicting the Value of Homes», «From shallow to deep learning in fraud»
To catch up: about 1 h
Next reading: Tue 24 Nov, 10:00
[Did it] -> done (primary)
[Move to tomorrow] -> later tomorrow
[Skip this one] -> skip
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- The last two found no answer, so from now on I write every two weeks.\
""")


def test_card_reminder_a_month() -> None:
    assert wrapped(SAMPLES["reminder, a month"]) == snapshot("""\
(gentle)
«Case studies»
# Nothing has piled up
[1/4]
It has been a while. What you have not read comes again one by one, from wherever you like.
Done: 1 of 4
Next reading: Tue 24 Nov, 10:00
[Go on where you were] -> restart on plan:case-studies (primary)
[A slower pace] -> restart slower plan:case-studies
[Start the section again] -> restart section plan:case-studies
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- The last two found no answer, so from now on I write once a month.\
""")


def test_card_reminder_the_last() -> None:
    assert wrapped(SAMPLES["reminder, the last"]) == snapshot("""\
(gentle)
«Case studies»
# 2 readings wait for you
[1/4]
The buttons mean the latest one, «From shallow to deep learning in fraud».
Done: 1 of 4, 1 of them in the last 7 days
With you: «Predicting the Value of Homes», «From shallow to deep learning in fraud»
To catch up: about 1 h
Next reading: Tue 24 Nov, 10:00
[Did it] -> done (primary)
[Move to tomorrow] -> later tomorrow
[Skip this one] -> skip
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- The last two found no answer, so this is the last one. Your readings still come. To have
    these again: `settings reminders weekly`.\
""")


def test_card_fresh_start() -> None:
    assert wrapped(SAMPLES["fresh start"]) == snapshot("""\
(gentle)
«Case studies»
# Nothing has piled up
[1/4]
It has been a while. What you have not read comes again one by one, from wherever you like.
Done: 1 of 4
Next reading: Tue 24 Nov, 10:00
[Go on where you were] -> restart on plan:case-studies (primary)
[A slower pace] -> restart slower plan:case-studies
[Start the section again] -> restart section plan:case-studies
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- I look back on a Monday, and only while something waits.\
""")


def test_card_reading_that_tells_what_waits() -> None:
    assert wrapped(SAMPLES["reading that tells what waits"]) == snapshot("""\
(reading)
Reading 2 of 4 · «Case studies»
# «Predicting the Value of Homes»
1 reading is still with you from before.
Company: «Airbnb»
Industry: «travel»
Task: «regression»
What: case study
Time: about 30 min (our estimate)
Open the reading -> https://example.org/airbnb-homes
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_reminders_monthly() -> None:
    assert wrapped(SAMPLES["reminders monthly"]) == snapshot("""\
(success)
# Reminders: once a month at most
That is how often I write by myself besides your readings, and only while something waits.
    Other choices: `settings reminders weekly`, `settings reminders monthly`, `settings
    reminders off`.\
""")


def test_card_reminders_as_before() -> None:
    assert wrapped(SAMPLES["reminders as before"]) == snapshot("""\
(success)
# Reminders: once a week at most
That stays how often I write by myself besides your readings, and only while something
    waits. Other choices: `settings reminders weekly`, `settings reminders monthly`,
    `settings reminders off`.\
""")


def test_card_reminders_off() -> None:
    assert wrapped(SAMPLES["reminders off"]) == snapshot("""\
(success)
# Reminders are off
Only your readings come. To have reminders: `settings reminders weekly`.\
""")


def test_card_reminders_at_the_least() -> None:
    assert wrapped(SAMPLES["reminders at the least"]) == snapshot("""\
(gentle)
# Once a month is the least
Nothing was changed. To hear none at all, say `settings reminders off`.
[No reminders] -> settings reminders off\
""")


def test_card_reminders_off_already() -> None:
    assert wrapped(SAMPLES["reminders off already"]) == snapshot("""\
(gentle)
# Reminders are off already
Only your readings come. To have reminders: `settings reminders weekly`.\
""")


def test_card_stopped() -> None:
    assert wrapped(SAMPLES["stopped"]) == snapshot("""\
(success)
«Case studies»
# Reminders are off
Your plan goes on, and only its readings come. Next: Tue 24 Nov, 10:00.
Should the readings stop too?
[Leave this plan] -> leave yes plan:case-studies (danger)
[Pause instead] -> pause plan:case-studies
[Keep the readings] -> progress plan:case-studies\
""")


def test_card_back_after_weeks() -> None:
    assert wrapped(SAMPLES["back after weeks"]) == snapshot("""\
(success)
«Case studies»
# 0 of 4 done
[0/4]
Next: Tue 24 Nov, 10:00.
## It has been 5 weeks, and nothing has piled up
  How would you like to go on? What you have not read comes again one by one.
  [Go on where you were] -> restart on plan:case-studies
  [A slower pace] -> restart slower plan:case-studies
  [Start the section again] -> restart section plan:case-studies
[Next reading now] -> next plan:case-studies\
""")


def test_card_restart() -> None:
    assert wrapped(SAMPLES["restart"]) == snapshot("""\
(gentle)
«Case studies»
# How would you like to go on?
What you have not read comes again one by one. Nothing has changed yet.
[Go on where you were] -> restart on plan:case-studies (primary)
[A slower pace] -> restart slower plan:case-studies
[Start the section again] -> restart section plan:case-studies\
""")


def test_card_preview() -> None:
    assert wrapped(SAMPLES["preview"]) == snapshot("""\
(info)
Preview
# «Case studies»
This is how it would go. Nothing has started yet.
- At once: «Using Machine Learning to Improve Streaming Quality at Netflix»
- Tue 24 Nov, 10:00: «Predicting the Value of Homes»
- Tue 1 Dec, 10:00: «From shallow to deep learning in fraud»
Days and time: Tuesdays at 10:00 (Europe/Paris time)
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026
[Start this plan] -> start case-studies tuesday 10:00 (primary)
[See the plans] -> enroll
-- 1 more after these. In a direct message I also look back with you once a week while
    something waits; `settings reminders off` ends that.\
""")
