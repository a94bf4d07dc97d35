"""Tokens that were bought while the database went down: they exist once, and are not lost."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import make_url

from bot.ports import StoreDown
from tests.fakes.postgres import Server
from tests.fakes.slack_many import many_bot
from tests.fakes.slack_oauth import OAuth
from tests.fakes.slack_state import Json


@dataclass
class Interrupted(OAuth):
    """The app's end at Slack; with its next answer the database goes."""

    database: Server = field(kw_only=True)
    name: str = ""
    cuts: bool = False

    def access(self, authorization: str, args: Json) -> Json:
        if self.cuts:
            self.cuts = False
            self.database.shut(self.name)
        return super().access(authorization, args)


async def test_new_tokens_are_kept_once_the_database_is_back(
    postgres_url: str, postgres_server: Server
) -> None:
    name = make_url(postgres_url).database or ""
    async with many_bot(postgres_url) as bot:
        ada, teams = bot.team(), bot.kit.teams
        oauth = Interrupted(bot.server.state, rotates=True, database=postgres_server, name=name)
        bot.server.oauth = oauth
        await bot.installs(ada)
        first = ada.team.bot_token
        bot.talk.clock.advance(timedelta(hours=11))
        oauth.cuts = True
        with pytest.raises(StoreDown):
            await teams.of("T0001")
        postgres_server.open(name)
        assert ada.team.bot_token != first
        await asyncio.wait_for(teams.settled(), 5)
        bot.talk.clock.advance(timedelta(hours=2))  # the old one is over
        team = await teams.of("T0001")
        assert team is not None
        assert team.client.token == ada.team.bot_token
