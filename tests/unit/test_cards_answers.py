"""Short answers to what a person did, as a person reads them."""

from inline_snapshot import snapshot

from tests.fakes.plain import wrapped
from tests.fakes.sample_cards import SAMPLES


def test_card_done() -> None:
    assert wrapped(SAMPLES["done"]) == snapshot("""\
(success)
«Case studies»
# 1 of 4 done
[1/4]
Next: Tue 24 Nov, 10:00.
[Next reading now] -> next plan:case-studies\
""")


def test_card_done_none_left() -> None:
    assert wrapped(SAMPLES["done, none left"]) == snapshot("""\
(success)
«Case studies»
# 0 of 4 done
[0/4]
Nothing new is planned; 4 readings are still with you.
[What is waiting] -> progress plan:case-studies\
""")


def test_card_done_before() -> None:
    assert wrapped(SAMPLES["done before"]) == snapshot("""\
(gentle)
«Case studies»
# That one is done already
«Using Machine Learning to Improve Streaming Quality at Netflix». Nothing had to change.
Next: Tue 24 Nov, 10:00.
[Next reading now] -> next plan:case-studies\
""")


def test_card_handed_out() -> None:
    assert wrapped(SAMPLES["handed out"]) == snapshot("""\
(success)
«Case studies»
# On its way
«Using Machine Learning to Improve Streaming Quality at Netflix». Your planned days stay as
    they are.
-- Next: Tue 24 Nov, 10:00.\
""")


def test_card_handed_out_paused() -> None:
    assert wrapped(SAMPLES["handed out, paused"]) == snapshot("""\
(success)
«Case studies»
# On its way
«Using Machine Learning to Improve Streaming Quality at Netflix». Your planned days stay as
    they are.
-- Nothing is planned while you pause. Type `resume` to go on.\
""")


def test_card_again() -> None:
    assert wrapped(SAMPLES["again"]) == snapshot("""\
(success)
«Case studies»
# Coming once more
«Using Machine Learning to Improve Streaming Quality at Netflix». Your place on the plan
    stays the same.
-- Next: Tue 24 Nov, 10:00.\
""")


def test_card_skipped() -> None:
    assert wrapped(SAMPLES["skipped"]) == snapshot("""\
(success)
«Case studies»
# Left out
«Using Machine Learning to Improve Streaming Quality at Netflix». It will not come by
    itself.
Next: Tue 24 Nov, 10:00.
[Next reading now] -> next plan:case-studies\
""")


def test_card_known() -> None:
    assert wrapped(SAMPLES["known"]) == snapshot("""\
(success)
«Whole path»
# Good, you know it
«Designing Machine Learning Systems» goes back on the shelf.
Next: Tue 24 Nov, 10:00.
[Next reading now] -> next plan:whole-path\
""")


def test_card_parts() -> None:
    assert wrapped(SAMPLES["parts"]) == snapshot("""\
(success)
«Whole path»
# Part by part, then
«Designing Machine Learning Systems» comes next in 3 parts; the rest of the plan follows.
Takes: 9 weeks, about 34 min a week
Next: Tue 24 Nov, 10:00
Last: 19 January 2027
[First part now] -> next plan:whole-path\
""")


def test_card_later() -> None:
    assert wrapped(SAMPLES["later"]) == snapshot("""\
(success)
«Case studies»
# Later, then
«Using Machine Learning to Improve Streaming Quality at Netflix» comes back Tue 24 Nov,
    10:00.
[Next reading now] -> next plan:case-studies\
""")


def test_card_jumped() -> None:
    assert wrapped(SAMPLES["jumped"]) == snapshot("""\
(success)
«Case studies»
# Your plan goes on from here
«Using Machine Learning to Improve Streaming Quality at Netflix».
This fits that name too: 3 (Another one). To go there: `go to 3`.
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026
[Send it now] -> next plan:case-studies\
""")


def test_card_paused_by_word() -> None:
    assert wrapped(SAMPLES["paused by word"]) == snapshot("""\
(success)
«Case studies»
# Paused
Nothing is sent until you resume. Your place is kept.
[Resume] -> resume plan:case-studies\
""")


def test_card_paused_until() -> None:
    assert wrapped(SAMPLES["paused until"]) == snapshot("""\
(success)
«Case studies»
# Paused
Nothing is sent until Tue 24 Nov. Then it goes on by itself.
[Resume] -> resume plan:case-studies\
""")


def test_card_resumed() -> None:
    assert wrapped(SAMPLES["resumed"]) == snapshot("""\
(success)
«Case studies»
# Welcome back
Takes: 3 weeks, about 40 min a week
Next: Tue 24 Nov, 10:00
Last: 8 December 2026
[Next reading now] -> next plan:case-studies\
""")


def test_card_leave() -> None:
    assert wrapped(SAMPLES["leave"]) == snapshot("""\
(gentle)
# Leave «Case studies»?
Nothing more would be sent. What you have done stays known, so you could start again where
    you stopped. For a while only, a pause is enough.
[Leave this plan] -> leave yes plan:case-studies (danger)
[Pause instead] -> pause plan:case-studies
[Stay] -> progress plan:case-studies\
""")


def test_card_left() -> None:
    assert wrapped(SAMPLES["left"]) == snapshot("""\
(success)
# You have left «Case studies»
0 of 4 readings done; that stays known. Nothing more is sent.
Type `enroll` whenever you would like to go on.
[See the plans] -> enroll\
""")


def test_card_finished() -> None:
    assert wrapped(SAMPLES["finished"]) == snapshot("""\
(success)
# You have finished «Case studies»
[3/4]
That was the whole plan, and it ends here. Well done.
Done: 3 of 4
Left out: 1
Reading time: about 1 h 30 min
From: 23 November 2026 to 14 December 2026
[Choose another plan] -> enroll (primary)
[A case study for today] -> casestudy\
""")


def test_card_finished_alone_goes_on_with_a_team() -> None:
    assert wrapped(SAMPLES["finished alone"]) == snapshot("""\
(success)
# You have finished «Case studies»
[3/4]
That was the whole plan, and it ends here. Well done.
Done: 3 of 4
Left out: 1
Reading time: about 1 h 30 min
From: 23 November 2026 to 14 December 2026
[Choose another plan] -> enroll (primary)
[A case study for today] -> casestudy
[Use it in Slack] -> elsewhere slack
[Use it in Discord] -> elsewhere discord\
""")


def test_card_in_slack() -> None:
    assert wrapped(SAMPLES["in slack"]) == snapshot("""\
(info)
# Use it in Slack
The same bot speaks Slack: it is switched on by what stands in its environment when it
    starts. *docs/slack.md* goes from nothing to a running bot in five minutes.
SLACK_BOT_TOKEN: lets the bot write
SLACK_APP_TOKEN: lets it listen without an address on the internet
[Use it in Discord] -> elsewhere discord
[See the plans] -> enroll
-- *mlops-bot doctor* says what is set and what is missing. With a token set, the web chat
    stays on only where *WEBCHAT=on* says so.\
""")


def test_card_in_discord() -> None:
    assert wrapped(SAMPLES["in discord"]) == snapshot("""\
(info)
# Use it in Discord
The same bot speaks Discord: it is switched on by what stands in its environment when it
    starts. *docs/discord.md* goes from nothing to a running bot in five minutes.
DISCORD_TOKEN: lets the bot listen and write
[Use it in Slack] -> elsewhere slack
[See the plans] -> enroll
-- *mlops-bot doctor* says what is set and what is missing. With a token set, the web chat
    stays on only where *WEBCHAT=on* says so.\
""")
