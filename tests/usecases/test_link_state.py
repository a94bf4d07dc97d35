"""A running bot follows what is found of links within a tick, other processes' findings too."""

from bot.app import App, open_app
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.links import link_of
from bot.settings import load_settings


def reading(app: App) -> tuple[Curriculum, Resource]:
    curriculum = app.library.curricula[CurriculumId("mlops")]
    return curriculum, curriculum.resource(ResourceId("rules-of-machine-learning"))


async def test_a_tick_brings_what_another_process_recorded(sqlite_url: str) -> None:
    settings = load_settings(_env_file=None, database_url=sqlite_url)
    async with open_app(settings) as running, open_app(settings) as other:
        link = link_of(*reading(other))
        await running.begin()
        await other.store.links.record([link])
        assert not running.broken.has(*reading(running))
        await running.tick()
        assert running.broken.has(*reading(running))
        await other.store.links.clear(link.resource_id)
        await running.tick()
        assert not running.broken.has(*reading(running))


async def test_a_fresh_process_knows_it_before_its_first_tick(sqlite_url: str) -> None:
    settings = load_settings(_env_file=None, database_url=sqlite_url)
    async with open_app(settings) as first:
        await first.store.links.record([link_of(*reading(first))])
    async with open_app(settings) as second:
        assert second.broken.has(*reading(second))
