"""Case studies and searches, as a person reads them."""

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
[More like this] -> case like netflix-quality
[More of Netflix] -> case company:"Netflix"
[Companies like us] -> case like us
[Link broken?] -> broken netflix-quality (quiet)
-- Ask by company, by topic or in your own words: `casestudy uber`, `casestudy fraud`,
    `casestudy how does netflix choose artwork`. Narrow it: `casestudy topic:search
    year:2019-2021`.\
""")


def test_card_case_of_a_catalogue() -> None:
    assert wrapped(SAMPLES["case of a catalogue"]) == snapshot("""\
(reading)
Case study
# «Graph for Fraud Detection»
Not summarised here: this is all I know of it.
Company: «Grab»
Year: 2022
Topics: «anomaly detection», «graphs»
Credit: «Listed by somebody.»
Open the reading -> https://example.org/graph
Where it is listed -> https://example.org/list
[More like this] -> case like grab-graph
[Companies like us] -> case like us\
""")


def test_card_cases() -> None:
    assert wrapped(SAMPLES["cases"]) == snapshot("""\
(info)
# 7 case studies for “«farud»”
I read that as “«fraud»”.
1 to 2 of 7.
## «From shallow to deep learning in fraud»
  Why: «topic anomaly detection; title says “fraud”»
  Company: «Lyft»
  Told here: in full
  [See it] -> case lyft-fraud
## «Graph for Fraud Detection»
  Why: «title says “fraud”»
  Company: «Grab»
  Year: 2022
  [See it] -> case grab-graph
[More] -> case page:2 farud\
""")


def test_card_no_case() -> None:
    assert wrapped(SAMPLES["no case"]) == snapshot("""\
(gentle)
# No case study for “«nettix»”
Did you mean one of these? Press it, or use other words.
[Netflix] -> case Netflix
[All companies] -> case companies
[One for today] -> case
-- For example: `casestudy recommendation` or `casestudy company:uber`. There are «Netflix»,
    «Airbnb».\
""")


def test_card_nothing() -> None:
    assert wrapped(SAMPLES["nothing"]) == snapshot("""\
(gentle)
# Nothing for “«zzz»”
Try a company, a topic, or fewer and plainer words.
[All companies] -> case companies
[One for today] -> case
-- For example: `casestudy recommendation` or `casestudy company:uber`.\
""")


def test_card_no_such_page() -> None:
    assert wrapped(SAMPLES["no such page"]) == snapshot("""\
(gentle)
# That was all
There is nothing more on this page.
[From the first] -> case farud\
""")


def test_card_companies() -> None:
    assert wrapped(SAMPLES["companies"]) == snapshot("""\
(info)
# Case studies of 3 companies
0-9: «20th Century Fox»
A: «Airbnb (27)»
Z: «Zillow»
-- For one of them: `casestudy` with its name.\
""")


def test_card_found() -> None:
    assert wrapped(SAMPLES["found"]) == snapshot("""\
(info)
# 2 hits for “«rules»”
## «Rules of Machine Learning»
  Why: «title says “rules”»
  What: reading
  Year: 2019
  Where: 1 of 4 (to come) in «MLOps core»
  [See it] -> find rules
  [Go there] -> go to rules plan:core
## «Graph for Fraud Detection»
  Why: «title says “fraud”»
  What: case study
  Company: «Grab»
  Year: 2022
  [See it] -> find grab-graph\
""")


def test_card_reading_found() -> None:
    assert wrapped(SAMPLES["reading found"]) == snapshot("""\
(reading)
«Basics»
# «Rules of Machine Learning»
1 of 4 (to come) in «MLOps core».
By: «Martin Zinkevich»
From: «Google», 2019
What: article, free to read
Time: about 45 min (our estimate)
Open the reading -> https://example.org/rules
[Send it now] -> next plan:core
[Link broken?] -> broken rules (quiet)\
""")


def test_card_like_us() -> None:
    assert wrapped(SAMPLES["like us"]) == snapshot("""\
(info)
Companies like us, question 5 of 5
# What makes it hard?
Tick what fits, as many as you like; none is fine too.
Team: small team
[little data] -> case like us 4/---1-1
[privacy] -> case like us 4/---1-2
[fair and explained] -> case like us 4/---1-3
[cost] -> case like us 4/---1-4
[humans check] -> case like us 4/---1-5
[Show the case studies] -> case like us =/---1- (primary)
[Back] -> case like us 3/---1- (quiet)
-- Or type it: `casestudy like: recommendation, small team`\
""")


def test_card_help_casestudy() -> None:
    assert wrapped(SAMPLES["help casestudy"]) == snapshot("""\
(info)
casestudy
# Find a real machine learning system to read about
The further case studies: «Listed by somebody.»
For example: `casestudy netflix`
Also: casestudies, case study, case studies, case
Follow one case study a week, by topic or company: `casestudy weekly fraud`
Where they are listed -> https://example.org/list\
""")
