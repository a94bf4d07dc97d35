"""Pictures of the web chat: for whoever is signed in, under addresses that nobody can guess."""

import dataclasses
from typing import Any

import pytest

from bot.domain.path_map import PathMap
from bot.pictures.path import draw_path
from bot.platforms.webchat.pictures import KEEP
from bot.ports import Theme
from tests.fakes.webchat_parts import picture_card
from tests.fakes.webchat_visitor import Servers, Visitor, browser

ID = "0b9c5a52-5c0c-4f6e-9d52-6a9a7e0c1d01"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _asked_for(guest: Visitor) -> dict[str, Any]:
    """What the page is told of the picture that it asks for."""
    page = await guest.socket()
    await page.send(type="say", id=ID, text="progress picture")
    while "card" not in (message := (await page.until("message"))["message"]):
        pass
    return dict(message["card"]["picture"])


async def test_the_page_is_told_words_size_and_an_address_for_each_theme(guest: Visitor) -> None:
    picture = await _asked_for(guest)
    assert sorted(picture) == ["alt", "dark", "height", "light", "width"]
    assert picture["alt"].startswith("MLOps core: 1 of 3 readings done. Now reading number 2,")
    path = picture_card().picture
    assert path is not None
    assert isinstance(path.content, PathMap)
    for theme in Theme:
        async with guest.session.get(guest.origin + picture[theme.value]) as answer:
            assert (answer.status, answer.content_type) == (200, "image/png")
            assert answer.headers["Cache-Control"] == KEEP
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
            assert await answer.read() == draw_path(path.content, theme)


async def test_a_picture_is_there_again_after_a_restart(servers: Servers) -> None:
    async with browser() as session:
        async with servers.running() as (server, plan):
            guest = Visitor(server, plan, session)
            await guest.sign_in(token=guest.token)
            picture = await _asked_for(guest)
            port = int(guest.origin.rpartition(":")[2])
        await servers.stopped()
        async with servers.running(port=port) as (server, again):
            again.chat.messages.extend(plan.chat.messages)
            back = Visitor(server, again, session)
            page = await back.socket()
            await page.send(type="hello", zone="UTC")
            [_, answer] = (await page.until("history"))["messages"]
            assert answer["card"]["picture"] == picture
            assert (await back.get(picture["light"].lstrip("/"))).status == 200


async def test_without_a_cookie_there_is_no_picture(guest: Visitor) -> None:
    address = guest.origin + (await _asked_for(guest))["light"]
    async with browser() as stranger, stranger.get(address) as refused:
        assert (refused.status, refused.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    "wrong",
    ["pictures/{id}/{guess}.png", "pictures/1/{name}", "pictures/999/{name}",
     "pictures/{id}/{name}x", "pictures/{nines}/{name}", "pictures/-1/{name}",
     "pictures/%D9%A1/{name}", "pictures/{id}/..%2F{name}", "pictures/{id}/", "pictures/{name}"],
)  # fmt: skip
async def test_a_picture_has_one_address_and_no_other(guest: Visitor, wrong: str) -> None:
    _, _, number, name = (await _asked_for(guest))["light"].split("/")
    parts = {"id": number, "name": name, "guess": "0" * 32, "nines": "9" * 5000}
    assert (await guest.get(wrong.format(**parts))).status == 404


async def test_another_message_of_the_same_id_has_another_address(guest: Visitor) -> None:
    address = (await _asked_for(guest))["light"].lstrip("/")
    kept = guest.plan.chat.messages[-1]
    guest.plan.chat.messages[-1] = dataclasses.replace(kept, key="re:another")
    assert (await guest.get(address)).status == 404


async def test_a_map_that_cannot_be_read_any_more_is_not_there(guest: Visitor) -> None:
    picture = await _asked_for(guest)
    kept = guest.plan.chat.messages[-1]
    broken = kept.payload.replace('"standing":"running"', '"standing":"flying"')
    assert broken != kept.payload
    guest.plan.chat.messages[-1] = dataclasses.replace(kept, payload=broken)
    page = await guest.socket()
    await page.send(type="hello", zone="UTC")
    shown = (await page.until("history"))["messages"][-1]["card"]["picture"]
    assert shown["alt"] == picture["alt"], "its words stay"
    assert (await guest.get(shown["light"].lstrip("/"))).status == 404
