"""Everything that the public listener serves besides the platforms' own routes."""

from starlette.routing import Route

from bot.ports import Clock, Painter, Store
from bot.usecases.board_page import BoardDoor
from bot.usecases.feed import FeedReader
from bot.usecases.study import Studies
from bot.web.boards import BoardPages
from bot.web.feeds import FeedPages
from bot.web.ics import IcsWriter


def public_pages(
    store: Store, *, studies: Studies, clock: Clock, painter: Painter, public_url: str
) -> tuple[Route, ...]:
    """Calendar feeds and boards."""
    feeds = FeedReader(store.feeds, studies=studies, writer=IcsWriter(), clock=clock)
    door = BoardDoor(store.boards, groups=store.groups, studies=studies)
    boards = BoardPages(door, painter=painter, public_url=public_url)
    return (*FeedPages(feeds).routes(), *boards.routes())
