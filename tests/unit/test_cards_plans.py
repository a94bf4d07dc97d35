"""The welcome, the plans, and a plan just begun, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_welcome() -> None:
    assert wrapped(SAMPLES["welcome"]) == snapshot("""\
(info)
# The whole bot, on your computer; nothing leaves it
Choose a plan and I bring it one reading at a time, on the days you like. You see what it
    takes before you say yes, and you can pause or leave at any time.
In a direct message I also look back with you once a week while something waits; `settings
    reminders off` ends that.
«Written by somebody else»
## «Case studies»
  «True stories of machine learning at work.»
  Readings: 4
  Days and time: Tuesdays at 10:00
  Takes: 3 weeks, about 40 min a week
  Last: 8 December 2026
  [Start this plan] -> start case-studies
  [Show preview] -> preview case-studies
## «MLOps core»
  «The basics, step by step.»
  Readings: 4
  Days and time: Tuesdays at 10:00
  Takes: 3 weeks, about 1 h a week
  Last: 8 December 2026
  [Start this plan] -> start core
  [Show preview] -> preview core
## «Whole path»
  «Everything in order.»
  Readings: 9, of which 1 is a book or course for the shelf
  Days and time: Tuesdays at 10:00
  Takes: 8 weeks, about 38 min a week
  Last: 12 January 2027
  [Start this plan] -> start whole-path
  [Show preview] -> preview whole-path
«MLOps guide» -> https://example.org/guide
-- Dates are in Europe/Paris time. Type `help` to see what I can do.\
""")


def test_card_welcome_elsewhere() -> None:
    assert wrapped(SAMPLES["welcome elsewhere"]) == snapshot("""\
(info)
# A reading plan that comes to you, and ends
Choose a plan and I bring it one reading at a time, on the days you like. You see what it
    takes before you say yes, and you can pause or leave at any time.
In a direct message I also look back with you once a week while something waits; `settings
    reminders off` ends that.
«Written by somebody else»
## «Case studies»
  «True stories of machine learning at work.»
  Readings: 4
  Days and time: Tuesdays at 10:00
  Takes: 3 weeks, about 40 min a week
  Last: 8 December 2026
  [Start this plan] -> start case-studies
  [Show preview] -> preview case-studies
«MLOps guide» -> https://example.org/guide
-- Dates are in Europe/Paris time. Type `help` to see what I can do.\
""")


def test_card_plans() -> None:
    assert wrapped(SAMPLES["plans"]) == snapshot("""\
(info)
# Which plan would you like?
In a direct message I also look back with you once a week while something waits; `settings
    reminders off` ends that.
## «Case studies»
  «True stories of machine learning at work.»
  Readings: 4
  Days and time: Tuesdays at 10:00
  Takes: 3 weeks, about 40 min a week
  Last: 8 December 2026
  [Start this plan] -> start case-studies
  [Show preview] -> preview case-studies
-- With your own days: `enroll case studies mon,thu 18:30`. Dates are in Europe/Paris time.\
""")


def test_card_begun() -> None:
    assert wrapped(SAMPLES["begun"]) == snapshot("""\
(success)
# You are on «Case studies»
Your first reading is on its way.
I filled in what you did not say: at 09:00. Change it with `pace weekdays 9am`.
Days and time: Tuesdays at 10:00 (Europe/Paris time)
Readings: 4
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026
If you fall behind: keep going
Reminders: once a week at most, while something waits
[Change day and time] -> pace plan:case-studies
[See the plan] -> path plan:case-studies\
""")


def test_card_begun_again() -> None:
    assert wrapped(SAMPLES["begun again"]) == snapshot("""\
(success)
# You are on «Case studies»
Your first reading is on its way.
What you have done before counts: 1 reading does not come again.
Days and time: Tuesdays at 10:00 (Europe/Paris time)
Readings: 1 of 4 done
Takes: 2 weeks, about 45 min a week
Next: Tue 24 Nov, 10:00
Last: 1 December 2026
If you fall behind: wait for me
[Change day and time] -> pace plan:case-studies
[See the plan] -> path plan:case-studies\
""")


def test_card_following() -> None:
    assert wrapped(SAMPLES["following"]) == snapshot("""\
(gentle)
# You are on «Case studies» already
0 of 4 readings done.
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026
[Progress] -> progress plan:case-studies (primary)
[Next reading now] -> next plan:case-studies
[Settings] -> settings plan:case-studies\
""")
