"""Progress, the list of a plan, and help, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_progress() -> None:
    assert wrapped(SAMPLES["progress"]) == snapshot("""\
(info)
# «Case studies»
[1/4]
Done: 1 of 4
Left out or known: 1
Weeks with reading: 2 of the last 3 weeks
Time read: about 1 h
Next: Mon 14 Dec, 09:00
Last reading: 21 December 2026
All done, as you read now: 4 January 2027
## With you now
  3: «From shallow to deep learning in fraud»
[Next reading now] -> next plan:case-studies
[See the plan] -> path plan:case-studies
[Show it as a picture] -> progress picture plan:case-studies
-- Also here: `progress plan:core`\
""")


def test_card_progress_with_a_picture() -> None:
    assert wrapped(SAMPLES["progress, picture"]) == snapshot("""\
(info)
# «Case studies»
[1/4]
(picture: «Case studies»: 1 of 4 readings done. 1 left out or passed by. Now reading number
    3, «From shallow to deep learning in fraud». Last date 21 December 2026 at your pace.)
Done: 1 of 4
Left out or known: 1
Weeks with reading: 2 of the last 3 weeks
Time read: about 1 h
Next: Mon 14 Dec, 09:00
Last reading: 21 December 2026
All done, as you read now: 4 January 2027
## With you now
  3: «From shallow to deep learning in fraud»
[Next reading now] -> next plan:case-studies
[See the plan] -> path plan:case-studies\
""")


def test_card_progress_at_the_start() -> None:
    assert wrapped(SAMPLES["progress at the start"]) == snapshot("""\
(info)
# «Case studies»
[0/4]
Done: 0 of 4
Next: Tue 24 Nov, 10:00
Last reading: 8 December 2026
## With you now
  1: «Using Machine Learning to Improve Streaming Quality at Netflix»
[Next reading now] -> next plan:case-studies
[See the plan] -> path plan:case-studies
[Show it as a picture] -> progress picture plan:case-studies\
""")


def test_card_progress_paused() -> None:
    assert wrapped(SAMPLES["progress, paused"]) == snapshot("""\
(info)
# «Case studies»
[0/4]
It is paused; type `resume` to go on.
Done: 0 of 4
## With you now
  1: «Using Machine Learning to Improve Streaming Quality at Netflix»
[Resume] -> resume plan:case-studies (primary)
[Show it as a picture] -> progress picture plan:case-studies\
""")


def test_card_path() -> None:
    assert wrapped(SAMPLES["path"]) == snapshot("""\
(info)
# «Case studies»
[1/4]
1 of 4 readings done.
## «Case studies»
  done: 1. «Using Machine Learning to Improve Streaming Quality at Netflix»
  left out: 2. «Predicting the Value of Homes»
  with you: 3. «From shallow to deep learning in fraud»
  next: 4. «Creating a Modern OCR Pipeline»
[Next reading now] -> next plan:case-studies
-- Go on from anywhere: `go to 5`, or `go to` with a name. One section in full: `path` with
    its name.\
""")


def test_card_path_half_done() -> None:
    assert wrapped(SAMPLES["path, half done"]) == snapshot("""\
(info)
# «Whole path»
[5/9]
5 of 9 readings done.
## «MLOps: basics»
  all done
## «Case studies»
  next: 6. «Using Machine Learning to Improve Streaming Quality at Netflix»
  to come: 7. «Predicting the Value of Homes»
  to come: 8. «From shallow to deep learning in fraud»
  to come: 9. «Creating a Modern OCR Pipeline»
[Next reading now] -> next plan:whole-path
-- Go on from anywhere: `go to 5`, or `go to` with a name. One section in full: `path` with
    its name.\
""")


def test_card_help() -> None:
    assert wrapped(SAMPLES["help"]) == snapshot("""\
(info)
# What you can say
Type these as they stand, or press a button. Small words do not matter.
See the plans, or start one: `enroll case studies`
Get the next reading now: `next`
Say that you have read it: `done`
See how far you are and what comes next: `progress`
Find a real machine learning system to read about: `casestudy netflix`
## See your plan
  Search readings and case studies by any words: `find monitoring`
  See every reading of your plan: `path`
  Say that a link does not work: `link broken`
  See what you can say here: `help`
  Which guide this follows, and whose work it stands on: `about`
## Move around in it
  Send the reading before the last one again: `go back`
  Send the last reading again: `go repeat`
  Leave a reading out: `skip`
  Bring a reading back on another day: `later friday`
  Go on from another reading or section: `go to career`
## Take a break
  Stop for a while, or until a day: `pause until friday`
  Go on after a pause: `resume`
  Hours in which nothing is sent: `settings quiet 22:00-07:00`
  Rest on a country's public holidays: `settings holidays FR`
  Rest from one day to another: `settings break 2026-12-21 to 2027-01-03`
  Hear nothing until you are back: `away until monday`
  How often I write besides your readings: `settings reminders monthly`
  Stop the reminders; your plan stays until you leave it: `stop`
## Change how it works
  See and change days, time zone, quiet hours and breaks: `settings`
  Choose the days and the time: `pace weekdays 9am`
  Say where you are: `timezone Paris`
  Wait for me: no new reading while two are unfinished: `wait for me`
  Keep going: readings come on their days, whatever is unfinished: `keep going`
  See your dates in your own calendar: `settings calendar`
  Choose for everybody here: who starts plans, in which channels: `settings workspace who
    admins`
  Leave a plan; what you have read stays known: `leave`
## Read together in a channel
  Read along with this channel's group: `join`
  Leave the group; it goes on without you: `leave group`
  Everything that I post in this group: `group posts`
  Give the first reading now: `start now`
  Lead the discussion of this reading: `group lead`
  Let the next one lead this discussion: `group swap`
  Do not count on me until a day: `group away until friday`
  Set when the group talks about its reading: `group discussion thursday 16:00`
  Move on: this reading is talked about: `move on`
  One more week for this reading: `one more week`
  See who may change the plan, or add and remove somebody: `group leads add Ada`
  How often I write to the group besides its readings: `group reminders less`
  How I tell you of a new reading: `group tell privately`
  Whether I may nudge you in private when you are quiet: `group nudges yes`
  Whether leads may see which readings you have done: `group visible yes`
  See how the group is doing, as a picture: `group board`
  Get everything that the group wrote, as a book to keep: `group book`
## Keep your notes, and what is yours
  Keep a line about a reading, or see your notes: `note start with a simple model`
  Say how good a reading was, from 1 to 5: `rate 4`
  Write one of your notes anew: `note change 3: start simple`
  Throw one of your notes away: `note delete 3`
  Get a file with everything that is kept about you: `data export`
  Erase everything that is kept about you, after asking once more: `data forget`
[See the plans] -> enroll
[Progress] -> progress
-- More on one of them: `help pause`.\
""")


def test_card_help_pause() -> None:
    assert wrapped(SAMPLES["help pause"]) == snapshot("""\
(info)
pause
# Stop for a while, or until a day
For example: `pause until friday`
Also: hold\
""")


def test_card_help_go() -> None:
    assert wrapped(SAMPLES["help go"]) == snapshot("""\
(info)
go
# Move around: back, repeat, skip, later, to
For example: `go`
Also: move
Send the reading before the last one again: `go back`
Send the last reading again: `go repeat`
Leave a reading out: `skip`
Bring a reading back on another day: `later friday`
Go on from another reading or section: `go to career`
Say that a link does not work: `link broken`\
""")
