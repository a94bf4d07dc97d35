"""What people say to be kind, or to answer a question that nobody asked."""

import re

_SIGNS = re.compile(r"[^\w\s']+")
_SAID = {
    "thanks": ("thanks", "ty", "cheers", "great", "nice", "cool", "perfect", "awesome", "lovely"),
    "yes": ("yes", "yep", "yeah", "yup", "sure", "y"),
    "no": ("no", "nope", "nah", "n"),
}
_PHRASES = {
    "thank you": "thanks",
    "good job": "thanks",
    "well done": "thanks",
    "got it": "thanks",
    "sounds good": "thanks",
    "of course": "yes",
    "not really": "no",
    "no thanks": "no",
    "no thank you": "no",
}
_KINDS = {word: kind for kind, words in _SAID.items() for word in words} | _PHRASES
_AROUND = re.compile(
    r"(?: (?:a lot|so much|very much|again|bot|all|everyone|then|please|man|mate|ok|okay))+$"
)
_BEFORE = re.compile(r"^(?:(?:ok|okay|oh|ah|hey|many|no no|yes yes|great|super) )+")
_LONGEST = 40


def pleasantry(text: str) -> str:
    """`thanks`, `yes` or `no` where these words say no more than that; else empty."""
    if len(text) > _LONGEST:
        return ""
    said = " ".join(_SIGNS.sub(" ", text.casefold()).split())
    bare = _AROUND.sub("", said)
    return _KINDS.get(said) or _KINDS.get(bare) or _KINDS.get(_BEFORE.sub("", bare), "")
