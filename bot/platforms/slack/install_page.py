"""The pages around an installation: what is asked and why, and how it ended."""

import base64
import hashlib
from collections.abc import Mapping
from html import escape

from bot.platforms.slack.http import INSTALL
from bot.platforms.slack.installing import Ended, Ending, Site
from bot.platforms.slack.manifest import APP_NAME, NEEDED, OPTIONAL
from bot.platforms.slack.origins import COMMAND

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #55616f; --line: #dfe4ea;
  --paper: #fff; --back: #f4f6f8; --accent: #1f5a9e; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a6b2bf; --line: #313b46;
  --paper: #1a2129; --back: #12171d; --accent: #7db4f0; --on: #0d1621; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 3.5rem); }
@media (min-width: 46rem) { main { margin: 3rem auto; background: var(--paper);
  border: 1px solid var(--line); border-radius: 1rem; } }
@media (max-width: 45.99rem) { body { background: var(--paper); } }
.app { color: var(--soft); margin: 0 0 .75rem; font-size: .9375rem; }
h1 { font-size: clamp(1.5rem, 5vw, 2rem); line-height: 1.2; margin: 0 0 .75rem; text-wrap: balance;
  overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .5rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 1rem; padding-left: 1.25rem; } li { margin: .35rem 0; }
dl { margin: 0; border-top: 1px solid var(--line); }
dl div { display: grid; gap: .125rem 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
@media (min-width: 34rem) { dl div { grid-template-columns: 11rem 1fr; } }
dd { margin: 0; } .soft, footer { color: var(--soft); }
code { font: .9375em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  overflow-wrap: anywhere; }
.go { display: inline-block; border: 0; border-radius: .6rem; padding: .8rem 1.4rem; font: inherit;
  font-weight: 600; color: var(--on); background: var(--accent); text-decoration: none;
  cursor: pointer; }
.quiet { color: var(--ink); background: none; border: 1px solid var(--soft);
  padding: .5rem 1rem; font-weight: 500; }
@media (max-width: 33.99rem) { .go { width: 100%; text-align: center; } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
textarea { width: 100%; min-height: 13rem; padding: .8rem; font: inherit;
  font-size: .9375rem; line-height: 1.5; color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: .6rem; resize: vertical; margin-bottom: .75rem; }
footer { margin-top: 2.25rem; font-size: .9375rem; }
a { color: var(--accent); }
a.go { color: var(--on); }
"""
SCRIPT = """
const button = document.getElementById("copy");
const request = document.getElementById("request");
button.hidden = false;
button.addEventListener("click", async () => {
  request.select();
  try { await navigator.clipboard.writeText(request.value); }
  catch { document.execCommand("copy"); }
  button.textContent = "Copied";
});
"""

_ENDINGS: Mapping[Ending, str] = {
    Ending.DENIED: """Nothing was installed
You pressed Cancel at Slack, or your workspace lets only its owners add apps. If an owner has to
agree, send them the request below; they can install it themselves.""",
    Ending.EXPIRED: """That took longer than ten minutes
For safety the way back from Slack is open for ten minutes. Nothing was installed. Begin once more;
it takes a minute.""",
    Ending.USED: f"""This page was opened before
Each return from Slack counts once. If you saw that it was installed, all is well: open Slack and
type {COMMAND} enroll. If not, begin once more.""",
    Ending.ELSEWHERE: """Please begin in this browser
The installation was begun in another browser or window, or this one keeps no cookies. Nothing was
installed. Begin once more and stay in this browser.""",
    Ending.UNKNOWN: """This address is not complete
You came here without the words that Slack sends along. Nothing was installed. Begin once more.""",
    Ending.ORGANIZATION: """One workspace at a time, please
You chose your whole organization. This bot is added to each workspace on its own, so the permission
was given back and nothing was installed. Begin once more and choose one workspace in the top right
corner of Slack's page.""",
    Ending.REFUSED: """Slack did not complete the installation
Nothing was installed. Begin once more; if it ends here again, tell whoever runs this bot, whose log
says why.""",
    Ending.UNREACHABLE: """Slack could not be reached
It did not answer this bot just now, so nothing was installed here. Begin once more in a minute.""",
    Ending.BROKEN: """That did not work, and it is not your fault
Something went wrong on this bot's side, so nothing was kept here. Begin once more in a minute; if
it ends here again, tell whoever runs this bot.""",
}
"""A heading and, below it, what happened and what to do."""

_GREETED = "You have one message from it in Slack. Nobody else has."
_KNOWN = "Whoever follows a plan there goes on where they were. Nobody was written to."
_STEPS = (
    f"<li>Type <code>{COMMAND} enroll</code> in a channel to read together, or anywhere to read "
    "on your own.</li>"
    "<li>Choose a plan, days and a time; you see what it takes before you start.</li>"
    "<li>The first reading comes at once.</li>"
)


def policy() -> str:
    """The content policy: nothing but our own style and script, by their hashes.

    Without `form-action`: browsers hold every redirect after a form against it, and from Slack the
    way may lead on to a workspace's own sign-in, wherever that is.
    """
    return (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def install_page(site: Site) -> str:
    """What the bot does, each permission with its reason, and the way to an owner."""
    return _page(
        f"Add {APP_NAME} to Slack",
        "<p>It brings a reading list as a plan that ends: one reading at a time, on the days you "
        "like, for yourself or with a channel.</p>"
        + _begin("Add to Slack")
        + "<h2>What it needs, and why</h2>"
        + _reasons(NEEDED)
        + "<h2>What you may leave out</h2>"
        "<p>Slack lets you untick these on its next page. Each adds something:</p>"
        + _reasons(OPTIONAL)
        + _request(site)
        + "<footer>It writes to nobody who did not start a plan: only you get one message, with "
        "what to type. When you remove the app, its key to your workspace is deleted at once and "
        "everything else 30 days later.</footer>",
    )


def ended_page(ended: Ended, *, site: Site) -> str:
    """How it ended, and the next step."""
    if ended.ending is Ending.INSTALLED:
        return _installed(ended)
    title, _, text = _ENDINGS[ended.ending].partition("\n")
    more = _request(site) if ended.ending is Ending.DENIED else ""
    return _page(title, f"<p>{escape(text)}</p>{_begin('Begin once more')}{more}")


def _installed(ended: Ended) -> str:
    name = ended.team_name or "your workspace"
    link = f'<p><a class="go" href="{escape(ended.app_link)}">Open it in Slack</a></p>'
    return _page(
        f"Done: it is in {name}",
        f"<p>{_GREETED if ended.greeted else _KNOWN}</p><ol>{_STEPS}</ol>"
        f"{link if ended.app_link else ''}"
        '<p class="soft">You can close this page.</p>',
    )


def _begin(label: str) -> str:
    """Beginning is a form, so that a preview of the page begins nothing."""
    # The name alone: relative to either page, so that a path in PUBLIC_URL stays.
    action = INSTALL.rpartition("/")[2]
    return (
        f'<form method="post" action="{action}"><button class="go">{escape(label)}</button></form>'
    )


def _reasons(scopes: Mapping[str, str]) -> str:
    rows = (
        f"<div><dt><code>{escape(name)}</code></dt><dd>{_marked(why)}</dd></div>"
        for name, why in scopes.items()
    )
    return f"<dl>{''.join(rows)}</dl>"


def _marked(why: str) -> str:
    """A reason as a sentence, things to type between backticks."""
    said = why[:1].upper() + why[1:] + "."
    pieces = escape(said).split("`")
    return "".join(f"<code>{each}</code>" if n % 2 else each for n, each in enumerate(pieces))


def _request(site: Site) -> str:
    return (
        "<h2>Does an owner have to agree?</h2>"
        '<p><label for="request">Send them this:</label></p>'
        f'<textarea id="request" readonly>{escape(request_text(site))}</textarea>'
        '<button id="copy" type="button" class="go quiet" hidden>Copy the request</button>'
        f"<script>{SCRIPT}</script>"
    )


def request_text(site: Site) -> str:
    """What somebody sends to an owner of their workspace."""
    needed = "\n".join(f"- {name}: {why}" for name, why in NEEDED.items())
    optional = "\n".join(f"- {name}: {why}" for name, why in OPTIONAL.items())
    return (
        f"Hello, I would like to use {APP_NAME} in our Slack. It brings a reading list as a plan "
        "that ends, one reading at a time. Could you add or approve it?\n\n"
        f"{site.public_url.rstrip('/')}{INSTALL}\n\n"
        f"It needs:\n{needed}\n\n"
        f"It works without these, and each adds something:\n{optional}\n\n"
        "It writes to nobody who did not start a plan. When it is removed, its key to our "
        "workspace is deleted at once and everything else 30 days later."
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body><main><p class="app">{escape(APP_NAME)}</p><h1>{escape(title)}</h1>{body}</main>'
        "</body></html>"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
