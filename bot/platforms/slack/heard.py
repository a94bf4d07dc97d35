"""What somebody wrote in Slack, as letters: without Slack's own signs for links and names.

docs.slack.dev, messaging/formatting-message-text, "Retrieving formatted messages".
"""

import re

_MARKED = re.compile(r"<([^<>|]{1,3000})(?:\|([^<>]{0,3000}))?>")


def letters(text: str) -> str:
    """The words of a message: `<https://a.org|A>` is "A (https://a.org)", `&amp;` is "&"."""
    plain = _MARKED.sub(lambda found: _said(found[1], found[2] or ""), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _said(what: str, label: str) -> str:
    if what.startswith(("@", "#", "!")):
        return label if label.startswith(what[0]) else f"{what[0]}{label or what[1:]}"
    address = what.removeprefix("mailto:")
    return f"{label} ({address})" if label and label not in what else address
