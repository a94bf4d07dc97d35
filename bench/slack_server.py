"""A local stand-in for Slack's API, in a process of its own: it answers ok with a timestamp."""

import asyncio
import itertools
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

HOST = "127.0.0.1"
_numbers = itertools.count(1)


async def post_message(request: web.Request) -> web.Response:
    """What `chat.postMessage` answers."""
    posted = await request.json()
    timestamp = f"1700000000.{next(_numbers):06}"
    return web.json_response({"ok": True, "channel": posted["channel"], "ts": timestamp})


@contextmanager
def running() -> Iterator[str]:
    """Start the server; yields the address that a client takes as its base."""
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _announced(runner: web.AppRunner) -> None:
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}/api/", flush=True)


def _serve() -> None:
    app = web.Application()
    app.router.add_post("/api/chat.postMessage", post_message)
    runner = web.AppRunner(app, access_log=None)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(_announced(runner))
    loop.run_forever()


if __name__ == "__main__":
    _serve()
