"""The messages of readings and reminders, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_reading() -> None:
    assert wrapped(SAMPLES["reading"]) == snapshot("""\
(reading)
Reading 1 of 4 · «MLOps core» · «MLOps: basics»
# «Rules of Machine Learning»
«Forty-three rules; the first is to launch without machine learning.»
By: «Martin Zinkevich»
From: «Google», 2019
What: article, free to read
Time: about 45 min (our estimate)
Open the reading -> https://example.org/rules
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_case_study() -> None:
    assert wrapped(SAMPLES["case study"]) == snapshot("""\
(reading)
Reading 1 of 4 · «Case studies»
# «Using Machine Learning to Improve Streaming Quality at Netflix»
Welcome to «Case studies». This is your first reading; take your time.
Company: «Netflix»
Industry: «media»
Task: «prediction and anomaly detection»
Topics: «network quality», «predictive caching»
By: «Chaitanya Ekanadham»
From: «Netflix Technology Blog», 2018
What: case study
Time: about 30 min (our estimate)
Open the reading -> https://example.org/netflix-quality
«A talk on the same» -> https://example.org/netflix-talk
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_shelf() -> None:
    assert wrapped(SAMPLES["shelf"]) == snapshot("""\
(reading)
Reading 5 of 9 · «Whole path» · «MLOps: basics»
# «Designing Machine Learning Systems»
This one is for the shelf: there is nothing to read today unless you open it. It has 3 parts
    that can come one by one.
By: «Chip Huyen»
From: «O'Reilly», 2022
What: book, paid
Open the reading -> https://example.org/book
[I know it] -> know
[Study it in parts] -> parts
[Later] -> shelf_later (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_part() -> None:
    assert wrapped(SAMPLES["part"]) == snapshot("""\
(reading)
Part 2 of 3 · «Designing Machine Learning Systems» · «Whole path»
# «Chapter 2»
What: book
Time: about 50 min (our estimate)
Open the reading -> https://example.org/book
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_community() -> None:
    assert wrapped(SAMPLES["community"]) == snapshot("""\
(reading)
Reading 4 of 4 · «MLOps core» · «MLOps: basics»
# «A community»
This one stands for 3 dates; nothing piles up.
«The link opens the guide; the invitation stands there.»
What: community
Open the reading -> https://example.org/forum
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- Next: Tue 24 Nov, 10:00\
""")


def test_card_came_back() -> None:
    assert wrapped(SAMPLES["came back"]) == snapshot("""\
(reading)
Reading 2 of 4 · «Case studies»
# «Predicting the Value of Homes»
Back again, as you asked.
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


def test_card_asked_for() -> None:
    assert wrapped(SAMPLES["asked for"]) == snapshot("""\
(reading)
Reading 2 of 4 · «Case studies»
# «Predicting the Value of Homes»
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


def test_card_new() -> None:
    assert wrapped(SAMPLES["new"]) == snapshot("""\
(reading)
Reading 2 of 4 · «Case studies»
# «Predicting the Value of Homes»
New on «Case studies» since you started.
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


def test_card_last() -> None:
    assert wrapped(SAMPLES["last"]) == snapshot("""\
(reading)
Reading 4 of 4 · «Case studies»
# «Creating a Modern OCR Pipeline»
Company: «Dropbox»
Industry: «software»
Task: «optical character recognition»
Topics: «pipelines»
What: case study
Time: about 30 min (our estimate)
Open the reading -> https://example.org/dropbox-ocr
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
[Link broken?] -> broken (quiet)
-- This is the last one.\
""")


def test_card_waiting() -> None:
    assert wrapped(SAMPLES["waiting"]) == snapshot("""\
(gentle)
«Case studies»
# 2 readings are waiting for you
Your plan waits for you, so nothing new is sent until one of them is done or left out.
[What is waiting] -> progress plan:case-studies (primary)
[Keep going instead] -> settings keep plan:case-studies
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)
-- I will look again Tue 24 Nov, 10:00\
""")


def test_card_paused() -> None:
    assert wrapped(SAMPLES["paused"]) == snapshot("""\
(gentle)
«Case studies»
# Your plan is paused
2 readings are still with you, and there is no hurry. Nothing more is sent until you resume.
[Resume] -> resume plan:case-studies (primary)
[What is waiting] -> progress plan:case-studies
[Less often] -> settings reminders less (quiet)
[Stop] -> stop (quiet)\
""")


def test_card_was_done() -> None:
    assert wrapped(SAMPLES["was done"]) == snapshot("""\
(success)
Reading 1 of 4 · «Case studies»
# «Using Machine Learning to Improve Streaming Quality at Netflix»
Done on Mon 23 Nov.
Open the reading -> https://example.org/netflix-quality\
""")


def test_card_was_left_out() -> None:
    assert wrapped(SAMPLES["was left out"]) == snapshot("""\
(info)
Reading 1 of 4 · «Case studies»
# «Using Machine Learning to Improve Streaming Quality at Netflix»
Left out on Mon 23 Nov.
Open the reading -> https://example.org/netflix-quality\
""")


def test_card_was_put_off() -> None:
    assert wrapped(SAMPLES["was put off"]) == snapshot("""\
(reading)
Reading 1 of 4 · «Case studies»
# «Using Machine Learning to Improve Streaming Quality at Netflix»
Comes back Tue 24 Nov, 10:00.
Open the reading -> https://example.org/netflix-quality
[Done] -> done (primary)\
""")
