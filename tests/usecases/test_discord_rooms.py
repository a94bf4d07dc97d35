"""What becomes of plans in Discord's channels that shut."""

from datetime import timedelta

from tests.fakes.discord_bot import discord_bot
from tests.fakes.discord_state import text_of


async def test_a_channel_that_is_shut_is_told_to_who_started_its_plan(sqlite_url: str) -> None:
    async with discord_bot(sqlite_url) as bot:
        lead = bot.person("bob", leads=True)
        preview = await lead.command("enroll", plan="case-studies", where="here")
        await lead.press(preview, "Start this plan")
        await bot.deliver()
        bot.channel.refusal = (403, 50001)
        await bot.until_due()
        for _ in range(2):
            await bot.deliver()
        told = bot.server.state.in_channel(bot.server.state.direct(lead.id).id)
        assert ["A plan of yours is paused" in text_of(each.body) for each in told] == [True]


async def test_a_channel_follows_a_case_study_a_week_where_somebody_says_so(
    sqlite_url: str,
) -> None:
    async with discord_bot(sqlite_url) as bot:
        lead = bot.person("lead", leads=True)
        own = await bot.ada.command("casestudy weekly", about="fraud")
        assert "comes to you" in text_of(own.body)
        channel = await lead.command("casestudy weekly", about="fraud friday 9am", where="here")
        assert "comes to this channel" in text_of(channel.body)
        shown = await lead.command("casestudy weekly")
        assert "comes to this channel" in text_of(shown.body)
        bot.clock.advance(timedelta(days=4, hours=1))
        await bot.deliver()
        came = bot.server.state.in_channel(bot.channel.id)[-1]
        assert "Case study of the week" in text_of(came.body)
