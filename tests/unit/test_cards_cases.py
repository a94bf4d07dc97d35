"""Case studies, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_case_for_today() -> None:
    assert wrapped(SAMPLES["case for today"]) == snapshot("""\
(reading)
Case study
# «Using Machine Learning to Improve Streaming Quality at Netflix»
One worth reading today.
- «over 117M members worldwide in 2018»
Company: «Netflix»
Industry: «media»
Task: «prediction and anomaly detection»
Topics: «network quality», «predictive caching»
By: «Chaitanya Ekanadham»
From: «Netflix Technology Blog», 2018
Time: about 30 min (our estimate)
Open the reading -> https://example.org/netflix-quality
«A talk on the same» -> https://example.org/netflix-talk
[Link broken?] -> broken netflix-quality (quiet)
-- Ask by company or by topic, for example `casestudy fraud`. There are: «Netflix»,
    «Airbnb», «Lyft», «Dropbox».\
""")


def test_card_cases() -> None:
    assert wrapped(SAMPLES["cases"]) == snapshot("""\
(info)
# 2 case studies for “«learning»”
## «Using Machine Learning to Improve Streaming Quality at Netflix»
  Company: «Netflix»
  Industry: «media»
  Task: «prediction and anomaly detection»
  [See it] -> casestudy netflix-quality
## «Predicting the Value of Homes»
  Company: «Airbnb»
  Industry: «travel»
  Task: «regression»
  [See it] -> casestudy airbnb-homes\
""")


def test_card_no_case() -> None:
    assert wrapped(SAMPLES["no case"]) == snapshot("""\
(gentle)
# No case study for “«nettix»”
The nearest I have: «Netflix».
[Netflix] -> casestudy Netflix
-- Ask by company or by topic, for example `casestudy fraud`. There are: «Netflix»,
    «Airbnb», «Lyft», «Dropbox».\
""")
