"""Somebody has everything about them erased: what Slack shows of it goes too."""

import re

from sqlalchemy import text

from tests.fakes.slack_bot import slack_bot
from tests.fakes.slack_person import shown


async def test_home_shows_nothing_of_who_was_erased_and_notes_nobody_anew(sqlite_url: str) -> None:
    async with slack_bot(sqlite_url) as bot:
        await bot.ada.says("enroll case studies tue 9:00")
        await bot.ada.message("You are on")
        await bot.ada.opens_home()
        await bot.ada.says("data forget")
        word = re.search(r"data forget [a-z]{6}", shown(await bot.ada.message("within 10 minutes")))
        assert word is not None
        await bot.ada.says(word[0])
        await bot.server.state.until(lambda: "Nothing is kept" in shown(bot.ada.home))
        assert "See the plans" in shown(bot.ada.home)
        people = text("SELECT count(*) FROM people WHERE external_id = :id")
        values = {"id": bot.ada.user.id}
        assert await bot.store.database.read(lambda c: c.execute(people, values).scalar()) == 0
