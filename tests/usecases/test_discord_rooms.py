"""What becomes of plans in Discord's channels that shut."""

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
