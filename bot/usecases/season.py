"""`board` and `book`: how a group is doing, and everything of its season to keep."""

import secrets

from bot.domain.board import board_of
from bot.domain.book import Book, Said, book_of
from bot.domain.card import Card
from bot.domain.cards.board import board_card, book_card, small_board_card
from bot.domain.command import Command
from bot.domain.conversation import Attachment, Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.ports import BoardFacts
from bot.usecases.board_page import OPENS_FOR
from bot.usecases.calendar import SECRET_BYTES, digest_of
from bot.usecases.context import Context
from bot.usecases.group.which import NoGroup, group_meant, running_groups


async def run_board(context: Context, command: Command) -> Reply:
    """The board for everybody; a lead gets the link to the page with more."""
    view, made = await _group(context, command)
    board = board_of(view, context.study(view), facts=made.facts)
    return Reply(card=board_card(board, page=await _page(context, view)))


async def run_book(context: Context, command: Command) -> Reply:
    """The season so far as two files."""
    view, made = await _group(context, command)
    book = await _book(context, view, made=made)
    binder = context.sharing.binder if context.sharing else None
    files: tuple[Attachment, ...] = ()
    if binder is not None:
        name = f"season-{book.made_on.isoformat()}"
        files = (
            Attachment(name=f"{name}.html", media_type="text/html", content=binder.html(book)),
            Attachment(
                name=f"{name}.md", media_type="text/markdown", content=binder.markdown(book)
            ),
        )
    return Reply(card=book_card(book), files=files)


async def boards_of(context: Context, *, most: int) -> list[Card]:
    """Small boards of the groups that a person is in, whatever place they look from."""
    cards: list[Card] = []
    boards, now = context.store.boards, context.studies.now()
    for number in await boards.groups_of(context.party, limit=most):
        made = await boards.facts(context.party, number, now=now)
        if made is not None and context.loaded(made.view):
            board = board_of(made.view, context.study(made.view), facts=made.facts)
            cards.append(small_board_card(board))
    return cards


def _meant(context: Context, command: Command) -> EnrollmentView:
    """The group meant; one that has finished is there to look back at, where none reads now."""
    finished = [
        each
        for each in context.views
        if each.enrollment.is_group and each.enrollment.state is EnrollmentState.FINISHED
    ]
    if context.pressed is None and not command.plan and finished and not running_groups(context):
        return finished[0]
    named = context.meant(command) if context.pressed or command.plan else None
    if named is not None and named in finished and not context.party.is_dm:
        return named
    return group_meant(context, command)


async def _group(context: Context, command: Command) -> tuple[EnrollmentView, BoardFacts]:
    view = _meant(context, command)
    context.study(view)
    made = await context.store.boards.facts(
        context.party, view.enrollment.id, now=context.studies.now()
    )
    if made is None:
        raise NoGroup
    return view, made


async def _book(context: Context, view: EnrollmentView, *, made: BoardFacts) -> Book:
    lines = await context.store.groups.lines(context.party, view.enrollment.id)
    said = [
        (each.resource_id, Said(kind=each.kind, name=each.name, text=each.text)) for each in lines
    ]
    return book_of(
        view,
        context.study(view).curriculum,
        facts=made.facts,
        said=said,
        place=context.inbound.origin.place_name,
        now=context.studies.now(),
    )


async def _page(context: Context, view: EnrollmentView) -> str | None:
    """A link for this lead alone; None for everybody else, and where there are no pages."""
    url = context.sharing.url_for(context.party.platform) if context.sharing else None
    if url is None:
        return None
    now, number = context.studies.now(), view.enrollment.id
    group = await context.store.groups.view(context.party, number, now=now)
    if group is None or group.me is None or not group.me.may_lead:
        return None
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest = digest_of(secret)
    await context.store.boards.lend(context.party, number, digest=digest, lasts=OPENS_FOR)
    return f"{url}/board/{secret}"
