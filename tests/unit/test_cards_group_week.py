"""What comes every week besides readings, as people read it."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_group_eve() -> None:
    assert wrapped(SAMPLES["group, eve"]) == snapshot("""\
(gentle)
«Case studies»
# Discussion: Thu 26 Nov, 16:00
«Using Machine Learning to Improve Streaming Quality at Netflix», about 30 min
Not read it yet? Come all the same. In short:
- «over 117M members worldwide in 2018»
- «Ada» learned: «Cache by the hour»
Leads: «Bob»
Read by: 4 of 9
Next reading: Mon 30 Nov, 09:00
A case study that fits: «From shallow to deep learning in fraud» («Lyft»). Why: «task fraud
    detection»
Open the reading -> https://example.org/netflix-quality
[See the case study] -> case lyft-fraud
[Less often] -> group reminders less (quiet)
[Stop] -> group reminders off (quiet)
-- Besides the readings I write here once a week at most. Leads can change that.\
""")


def test_card_group_eve_nobody_yet() -> None:
    assert wrapped(SAMPLES["group, eve, nobody yet"]) == snapshot("""\
(gentle)
«Case studies»
# Discussion: Thu 26 Nov, 16:00
«Using Machine Learning to Improve Streaming Quality at Netflix», about 30 min
Not read it yet? Come all the same. In short:
- «over 117M members worldwide in 2018»
Leads: nobody yet; `group lead` if you would like to
Read by: nobody yet
Next reading: Mon 30 Nov, 09:00
Open the reading -> https://example.org/netflix-quality
[Less often] -> group reminders less (quiet)
[Stop] -> group reminders off (quiet)
-- Besides the readings I write here once a week at most. Leads can change that.\
""")


def test_card_group_no_discussion() -> None:
    assert wrapped(SAMPLES["group, no discussion"]) == snapshot("""\
(gentle)
«Case studies»
# Reading together
«Using Machine Learning to Improve Streaming Quality at Netflix», about 30 min
In short:
- «over 117M members worldwide in 2018»
Leads: «Bob»
Read by: 4 of 9
Next reading: Mon 30 Nov, 09:00
Open the reading -> https://example.org/netflix-quality
[Less often] -> group reminders less (quiet)
[Stop] -> group reminders off (quiet)
-- Besides the readings I write here every two weeks at most. Leads can change that.\
""")


def test_card_group_line_on_a_reading() -> None:
    assert wrapped(SAMPLES["group, line on a reading"]) == snapshot("""\
(info)
# Discussion: Thu 26 Nov, 16:00, led by «Bob»\
""")


def test_card_group_nudge() -> None:
    assert wrapped(SAMPLES["group, nudge"]) == snapshot("""\
(gentle)
«Case studies»
# Your group is reading
«Using Machine Learning to Improve Streaming Quality at Netflix», about 30 min. You can come
    to the discussion without it, too.
- «over 117M members worldwide in 2018»
Discussion: Thu 26 Nov, 16:00
Open the reading -> https://example.org/netflix-quality
[Less often] -> settings reminders less (quiet)
[Stop] -> group nudges no (quiet)
-- You asked for this: at most once a week, and nobody else sees it.\
""")


def test_card_case_week() -> None:
    assert wrapped(SAMPLES["case week"]) == snapshot("""\
(success)
Case study of the week
# A case study a week: «fraud»
One case study a week comes to you, never the same twice.
Day and time: Tuesdays at 10:00 (Europe/Paris time)
Next: Tue 24 Nov, 10:00
So far: 3 case studies
[Pause] -> casestudy weekly pause
[Stop] -> casestudy weekly stop (quiet)
-- Another topic or company: `casestudy weekly fraud`, `casestudy weekly netflix`. Another
    day: `casestudy weekly friday 9am`.\
""")


def test_card_case_week_paused() -> None:
    assert wrapped(SAMPLES["case week, paused"]) == snapshot("""\
(info)
Case study of the week
# A case study a week
One case study a week comes to this channel, never the same twice.
Day and time: Tuesdays at 10:00 (Europe/Paris time)
Paused: until you say so
[Go on] -> casestudy weekly resume
[Stop] -> casestudy weekly stop (quiet)
-- Another topic or company: `casestudy weekly fraud`, `casestudy weekly netflix`. Another
    day: `casestudy weekly friday 9am`.\
""")


def test_card_case_week_stopped() -> None:
    assert wrapped(SAMPLES["case week, stopped"]) == snapshot("""\
(success)
Case study of the week
# No more case studies of the week
To have them again: `casestudy weekly`. None of those you had comes again.
You had: 3 case studies\
""")


def test_card_case_of_the_week() -> None:
    assert wrapped(SAMPLES["case of the week"]) == snapshot("""\
(reading)
Case study of the week
# «From shallow to deep learning in fraud»
Your case study of this week.
Company: «Lyft»
Industry: «ride hailing»
Task: «fraud detection»
Time: about 30 min (our estimate)
Open the reading -> https://example.org/lyft-fraud
[More like this] -> case like lyft-fraud
[Companies like us] -> case like us
[Stop these] -> casestudy weekly stop (quiet)\
""")


def test_card_case_of_the_week_last() -> None:
    assert wrapped(SAMPLES["case of the week, last"]) == snapshot("""\
(reading)
Case study of the week
# «From shallow to deep learning in fraud»
Your case study of this week.
Company: «Lyft»
Industry: «ride hailing»
Task: «fraud detection»
Time: about 30 min (our estimate)
Open the reading -> https://example.org/lyft-fraud
[More like this] -> case like lyft-fraud
[Companies like us] -> case like us
-- This was the last one that is new to you. Another topic or company: `casestudy weekly
    fraud`, `casestudy weekly netflix`.\
""")


def test_card_case_of_the_week_none() -> None:
    assert wrapped(SAMPLES["case of the week, none"]) == snapshot("""\
(gentle)
Case study of the week
# You have had them all
There is no case study left that is new to you, so this ends here.
-- Another topic or company: `casestudy weekly fraud`, `casestudy weekly netflix`.\
""")
