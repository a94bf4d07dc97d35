"""The weekly messages of study groups, as a channel reads them."""

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
