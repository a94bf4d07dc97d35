"""Settings and gentle refusals, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_settings() -> None:
    assert wrapped(SAMPLES["settings"]) == snapshot("""\
(info)
«Case studies»
# How your plan runs
Days and time: Tuesdays at 10:00 (Europe/Paris time); change with `pace weekdays 9am`
Where you are: Europe/Paris; change with `timezone Paris`
Quiet hours: none; change with `settings quiet 22:00-07:00`
Away: no; change with `away until monday`
Holidays: none; change with `settings holidays FR`
Breaks: none; change with `settings break 2026-12-21 to 2027-01-03`
If you fall behind: keep going; change with `wait for me`
[Leave this plan] -> leave plan:case-studies
-- Days in a break and holidays are put off, never lost.\
""")


def test_card_settings_all_set() -> None:
    assert wrapped(SAMPLES["settings, all set"]) == snapshot("""\
(info)
«Case studies»
# How your plan runs
Days and time: Tuesdays at 10:00 (Europe/Paris time); change with `pace weekdays 9am`
Where you are: Europe/Paris; change with `timezone Paris`
Quiet hours: 22:00 to 07:00; change with `settings quiet off`
Away: back on 24 December 2026; change with `away off`
Holidays: days off in FR; change with `settings holidays off`
Breaks: 21 Dec 2026 to 3 Jan 2027; change with `settings break off`
Reminders: once a week at most; change with `settings reminders monthly`
If you fall behind: wait for me; change with `keep going`
[Leave this plan] -> leave plan:case-studies
-- Days in a break and holidays are put off, never lost.\
""")


def test_card_changed() -> None:
    assert wrapped(SAMPLES["changed"]) == snapshot("""\
(success)
«Case studies»
# Weekdays at 09:00
2 dates move because of holidays and breaks.
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026\
""")


def test_card_changed_paused() -> None:
    assert wrapped(SAMPLES["changed, paused"]) == snapshot("""\
(success)
«Case studies»
# No quiet hours
Nothing is planned while you pause. Type `resume` to go on.\
""")


def test_card_person() -> None:
    assert wrapped(SAMPLES["person"]) == snapshot("""\
(success)
# Your time zone is UTC\
""")


def test_card_ask() -> None:
    assert wrapped(SAMPLES["ask"]) == snapshot("""\
(gentle)
# Where are you?
Now it is UTC.
- `timezone Paris`\
""")


def test_card_refusal() -> None:
    assert wrapped(SAMPLES["refusal"]) == snapshot("""\
(gentle)
# You are not on a plan here yet
Type `enroll` to see the plans there are.
[See the plans] -> enroll\
""")


def test_card_refusal_one_sentence() -> None:
    assert wrapped(SAMPLES["refusal, one sentence"]) == snapshot("""\
(gentle)
# Nothing was changed
That `pause` was not clear\
""")


def test_card_refusal_nearest() -> None:
    assert wrapped(SAMPLES["refusal, nearest"]) == snapshot("""\
(gentle)
# Nothing was changed
I do not know `skp`. Did you mean `skip`?
[Yes: skip] -> go skip\
""")
