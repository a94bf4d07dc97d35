"""What a person reads when a link does not work."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_link_reported() -> None:
    assert wrapped(SAMPLES["link reported"]) == snapshot("""\
(info)
# Thank you, I noted it
The link of “«Using Machine Learning to Improve Streaming Quality at Netflix»” does not work
    for you. Until it works again, a search may find it.
Search for: «Using Machine Learning to Improve Streaming Quality at Netflix Chaitanya
    Ekanadham»\
""")


def test_card_link_reported_with_an_alternative() -> None:
    assert wrapped(SAMPLES["link reported, alternative"]) == snapshot("""\
(info)
# Thank you, you told me already
The link of “«Using Machine Learning to Improve Streaming Quality at Netflix»” does not work
    for you. Until it works again, this may do in its place.
Instead: «an archived copy» -> https://archive.example/https://example.org/netflix-quality\
""")


def test_card_link_broken() -> None:
    assert wrapped(SAMPLES["link broken"]) == snapshot("""\
(reading)
Case study
# «Using Machine Learning to Improve Streaming Quality at Netflix»
The link of this one may not work; a search for its title may find it.
- «over 117M members worldwide in 2018»
Company: «Netflix»
Industry: «media»
Task: «prediction and anomaly detection»
Topics: «network quality», «predictive caching»
By: «Chaitanya Ekanadham»
From: «Netflix Technology Blog», 2018
Time: about 30 min (our estimate)
Open the reading, if it works -> https://example.org/netflix-quality
«A talk on the same» -> https://example.org/netflix-talk
[More like this] -> case like netflix-quality
[Companies like us] -> case like us\
""")


def test_card_link_broken_with_an_alternative() -> None:
    assert wrapped(SAMPLES["link broken, alternative"]) == snapshot("""\
(reading)
Reading 1 of 4 · «MLOps core» · «MLOps: basics»
# «Rules of Machine Learning»
The link of this one does not work for everybody; try what stands first.
«Forty-three rules; the first is to launch without machine learning.»
By: «Martin Zinkevich»
From: «Google», 2019
What: article, free to read
Time: about 45 min (our estimate)
Instead: «an archived copy» -> https://archive.example/https://example.org/rules
Open the reading, if it works -> https://example.org/rules
[Done] -> done (primary)
[Later] -> later
[Discuss] -> discuss
[Skip] -> skip (quiet)
-- Next: Tue 24 Nov, 10:00\
""")
