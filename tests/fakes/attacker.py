"""A page of somebody else, on a loopback origin of its own, that tries every way in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

_PAGE = """<!doctype html><title>Free stickers</title>
<iframe id="framed" name="framed" src="{victim}/"></iframe>
<iframe name="posted"></iframe>
<form id="form" method="post" action="{victim}/session" target="posted" enctype="text/plain">
<input name='{{"password":"x","a' value='":"b"}}'></form>
<script>
const say = JSON.stringify({{ type: "say", id: "00000000-0000", text: "enroll" }});
const socket = new Promise((resolve) => {{
  const ws = new WebSocket("{victim}/socket".replace("http", "ws"));
  ws.onopen = () => {{ ws.send(say); resolve("open"); }};
  ws.onerror = () => resolve("refused");
}});
const post = (how) => fetch("{victim}/session", {{
  method: "POST", credentials: "include", body: '{{"token":"x"}}', ...how,
}}).then((answer) => `${{answer.type}} ${{answer.status}}`, () => "refused");
const read = fetch("{victim}/session", {{ credentials: "include" }})
  .then((answer) => answer.text(), () => "refused");
const script = fetch("{victim}/static/app.js", {{ mode: "no-cors" }})
  .then((answer) => answer.type, () => "refused");
document.getElementById("form").submit();
window.tried = Promise.all([
  socket,
  post({{}}),
  post({{ headers: {{ "Content-Type": "application/json" }} }}),
  post({{ mode: "no-cors" }}),
  read,
  script,
]);
</script>"""


@asynccontextmanager
async def attacking(victim: str) -> AsyncIterator[str]:
    """Serve the page; yields its address. `window.tried` on it says how each attempt ended."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=_PAGE.format(victim=victim), content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        yield f"http://127.0.0.1:{port}/"
    finally:
        await runner.cleanup()
