"""Notes, ratings, limits and what is kept of a person, as a person reads them."""

from inline_snapshot import snapshot

from bot.domain.limits import Limit
from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_done_with_boxes() -> None:
    assert wrapped(SAMPLES["done, with boxes"]) == snapshot("""\
(success)
«Case studies»
# 0 of 4 done
[0/4]
Next: Tue 24 Nov, 10:00.
What did you learn? (line) ____
What did you like? (line) ____
Where do you disagree? (line) ____
How good was it? (scale) ____
[Next reading now] -> next plan:case-studies
[Keep it] -> keep netflix-quality plan:case-studies\
""")


def test_card_kept() -> None:
    assert wrapped(SAMPLES["kept"]) == snapshot("""\
(success)
«Case studies»
# Kept
With «Using Machine Learning to Improve Streaming Quality at Netflix».
Learned: «They rank rows first»
Your rating: 4 of 5
[Next reading now] -> next plan:case-studies
[Your notes] -> note plan:case-studies
-- Next: Tue 24 Nov, 10:00.\
""")


def test_card_rated() -> None:
    assert wrapped(SAMPLES["rated"]) == snapshot("""\
(success)
«Case studies»
# Rated
With «Using Machine Learning to Improve Streaming Quality at Netflix».
Your rating: 5 of 5
[Next reading now] -> next plan:case-studies
[Your notes] -> note plan:case-studies
-- Next: Tue 24 Nov, 10:00.\
""")


def test_card_rate() -> None:
    assert wrapped(SAMPLES["rate"]) == snapshot("""\
(info)
# How good was it?
«Using Machine Learning to Improve Streaming Quality at Netflix».
From 1, not for me, to 5, I tell others about it: `rate 4`.
[1] -> rate 1 netflix-quality plan:case-studies
[2] -> rate 2 netflix-quality plan:case-studies
[3] -> rate 3 netflix-quality plan:case-studies
[4] -> rate 4 netflix-quality plan:case-studies
[5] -> rate 5 netflix-quality plan:case-studies\
""")


def test_card_rate_again() -> None:
    assert wrapped(SAMPLES["rate again"]) == snapshot("""\
(info)
# How good was it?
«Using Machine Learning to Improve Streaming Quality at Netflix».
Now it is 2 of 5. From 1, not for me, to 5, I tell others about it: `rate 4`.
[1] -> rate 1 netflix-quality plan:case-studies
[2] -> rate 2 netflix-quality plan:case-studies
[3] -> rate 3 netflix-quality plan:case-studies
[4] -> rate 4 netflix-quality plan:case-studies
[5] -> rate 5 netflix-quality plan:case-studies\
""")


def test_card_no_notes() -> None:
    assert wrapped(SAMPLES["no notes"]) == snapshot("""\
(gentle)
# No notes yet
Keep a line about what you read: `note start with a simple model`.
About another reading: `note netflix: they rank rows, then titles`.
-- Nobody else here is shown your notes.\
""")


def test_card_notes() -> None:
    assert wrapped(SAMPLES["notes"]) == snapshot("""\
(info)
# 6 notes
Page 2 of 3, the newest first.
1 more note stands with readings of other plans: `note all`.
## 3 · Note
  «Start with a simple model»
  Reading: «Using Machine Learning to Improve Streaming Quality at Netflix»
  Your rating: 4 of 5
  [Change] -> note change 3-3604f94 (quiet)
  [Delete] -> note delete 3-3604f94 (quiet)
[Earlier notes] -> note page 3
[Newer notes] -> note page 1
-- Write one: `note TEXT`. Change one: `note change 3: TEXT`.\
""")


def test_card_change_a_note() -> None:
    assert wrapped(SAMPLES["change a note"]) == snapshot("""\
(info)
# Note 3
«Start with a simple model»
Write it anew (line) ____
[Change it] -> note change 3-3604f94\
""")


def test_card_note_changed() -> None:
    assert wrapped(SAMPLES["note changed"]) == snapshot("""\
(success)
# Note 3 is changed
With «Using Machine Learning to Improve Streaming Quality at Netflix».
Note: «Start with a simple model»
[Your notes] -> note\
""")


def test_card_note_gone() -> None:
    assert wrapped(SAMPLES["note gone"]) == snapshot("""\
(success)
# Note 3 is gone
It stood with «Using Machine Learning to Improve Streaming Quality at Netflix» and said:
«Start with a simple model»
[Your notes] -> note\
""")


def test_card_which_note() -> None:
    assert wrapped(SAMPLES["which note"]) == snapshot("""\
(gentle)
# Which note would you like to throw away?
Say its number, for example `note delete 3`.
[Your notes] -> note\
""")


def test_card_again_with_notes() -> None:
    assert wrapped(SAMPLES["again, with notes"]) == snapshot("""\
(success)
«Case studies»
# Coming once more
«Using Machine Learning to Improve Streaming Quality at Netflix». Your place on the plan
    stays the same.
Note: «Start with a simple model»
Your rating: 4 of 5
-- Next: Tue 24 Nov, 10:00.\
""")


def test_card_no_such_note() -> None:
    assert wrapped(SAMPLES["no such note"]) == snapshot("""\
(gentle)
# I have no such note of yours
Type `note` to see them with their numbers.\
""")


def test_card_data() -> None:
    assert wrapped(SAMPLES["data"]) == snapshot("""\
(info)
# What is kept about you here
Your name here, your time zone and quiet hours, your plans and how far you are, and what you
    wrote. In this workspace alone; nobody else here is shown your notes.
Plans: 1
Readings done: 12
Notes: 3
Ratings: 2
[Get a copy] -> export
[Erase it all] -> forget
-- By typing: `data export` or `data forget`.\
""")


def test_card_data_nothing() -> None:
    assert wrapped(SAMPLES["data, nothing"]) == snapshot("""\
(info)
# What is kept about you here
Your name here, your time zone and quiet hours, your plans and how far you are, and what you
    wrote. In this workspace alone; nobody else here is shown your notes.
Plans and notes: none
[Get a copy] -> export
[Erase it all] -> forget
-- By typing: `data export` or `data forget`.\
""")


def test_card_export() -> None:
    assert wrapped(SAMPLES["export"]) == snapshot("""\
(success)
# Everything that is kept about you
Two files: one holds all of it to the letter (JSON); the other is for a spreadsheet and
    holds what you did, rated and wrote (CSV).
-- They are for you alone; keep them where others do not look.\
""")


def test_card_export_to_fetch() -> None:
    assert wrapped(SAMPLES["export, to fetch"]) == snapshot("""\
(success)
# Everything that is kept about you
Two files: one holds all of it to the letter (JSON); the other is for a spreadsheet and
    holds what you did, rated and wrote (CSV). They can be fetched for 10 minutes.
-- They are for you alone; keep them where others do not look.\
""")


def test_card_forget() -> None:
    assert wrapped(SAMPLES["forget"]) == snapshot("""\
(gentle)
# Erase everything that is kept about you here?
This cannot be undone. It all goes at once, and nothing more is sent to you.
Press the button, or type `data forget plumtree` within 10 minutes. Do nothing, and nothing
    is erased.
Plans: 1
Readings done: 12
Notes: 3
Ratings: 2
[Erase everything] -> forget plumtree (danger)
[Get a copy first] -> export\
""")


def test_card_forget_groups() -> None:
    assert wrapped(SAMPLES["forget, groups"]) == snapshot("""\
(gentle)
# Erase everything that is kept about you here?
This cannot be undone. It all goes at once, and nothing more is sent to you.
2 plans that you started in a channel go on for the others, without your name.
Press the button, or type `data forget plumtree` within 10 minutes. Do nothing, and nothing
    is erased.
Plans: 1
Readings done: 12
Notes: 3
Ratings: 2
[Erase everything] -> forget plumtree (danger)
[Get a copy first] -> export\
""")


def test_card_forgotten() -> None:
    assert wrapped(SAMPLES["forgotten"]) == snapshot("""\
(success)
# Everything about you here is erased
Your plans, your progress, your notes and ratings, and our messages as far as they were mine
    to erase. Thank you for reading along.
If you ever come back: `enroll`. You would start as somebody new.\
""")


def test_card_about() -> None:
    assert wrapped(SAMPLES["about"]) == snapshot("""\
(info)
# A study bot that brings you one reading at a time
«Written by somebody else»
The readings belong to their authors; I only link to them. What I say beside them is my own.
Plans: «Case studies», «MLOps core», «Whole path»
Readings: 9
Version: 1.2.3
Licence: MIT
«MLOps guide» -> https://example.org/guide
[See the plans] -> enroll
[What is kept about me] -> data\
""")


def test_every_limit_says_how_much_and_who_can_raise_it() -> None:
    told = "\n".join(wrapped(SAMPLES[f"limit {limit.value}"]) for limit in Limit)
    assert told == snapshot("""\
(gentle)
# You are on 10 plans already, the most that one person may follow here
Leave one with `leave`, or finish one. Whoever runs this bot can raise that limit.
(gentle)
# This channel follows 5 plans already, the most for one channel
Leave one with `leave`, or start yours in a direct message with me. Whoever runs this bot
    can raise that limit.
(gentle)
# This workspace has 25,000 plans already, the most there may be
Nothing was started; try again once somebody has finished. Whoever runs this bot can raise
    that limit.
(gentle)
# You have 500 notes, the most that one person may keep, so this one was not kept
Make room with `note delete 1`. Whoever runs this bot can raise that limit.
(gentle)
# You have had 2 exports within a day, the most there may be
Try again tomorrow with `data export`. Whoever runs this bot can raise that limit.
(gentle)
# You have 5 calendars, the most that one person may have, so none was made
End one with `settings calendar off` where you asked for it. Whoever runs this bot can raise
    that limit.
(gentle)
# This group has 2,000 members, the most for one group, so you were not added
Read along without, or say `enroll` in a direct message with me. Whoever runs this bot can
    raise that limit.
(gentle)
# That was more than 20 commands in a minute, so I left this one out
Try it again in a moment. Whoever runs this bot can raise that limit.
(gentle)
# This workspace gave me more than 50 commands in one second, so I left this one out
Try it again in a moment. Whoever runs this bot can raise that limit.\
""")
