"""Secrets at rest: encrypted under the secret keys, and bound to the row and column they stand in.

Fernet binds no context, so a sealed value could be moved to another row unnoticed; here it says
inside where it belongs. The newest key seals; every key opens.
"""

import base64
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.domain.errors import Fault

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Unsealable(Fault):
    """A stored token cannot be read: its key is missing from SECRET_KEYS, or it was moved."""


class Sealer:
    """Seals and opens; `keys` are 32 bytes each, the newest first, asked for when first needed."""

    def __init__(self, keys: Callable[[], Sequence[bytes]]) -> None:
        self._keys = keys

    @cached_property
    def _ferns(self) -> Sequence["Fernet"]:
        from cryptography.fernet import Fernet  # noqa: PLC0415 - heavy, and few need it

        return [Fernet(base64.urlsafe_b64encode(key)) for key in self._keys()]

    @property
    def count(self) -> int:
        """How many keys there are."""
        return len(self._ferns)

    def seal(self, value: str, *, place: str) -> str:
        """Encrypt a value for its place."""
        return self._ferns[0].encrypt(json.dumps([place, value]).encode()).decode()

    def open(self, sealed: str, *, place: str) -> str:
        """The value that was sealed for this very place.

        Raises:
            Unsealable: no key opens it, or it was sealed for another place.
        """
        return self._opened(sealed, place=place)[0]

    def key_of(self, sealed: str, *, place: str) -> int | None:
        """Which key opens a value in its place, 0 the newest; None where none does."""
        try:
            return self._opened(sealed, place=place)[1]
        except Unsealable:
            return None

    def _opened(self, sealed: str, *, place: str) -> tuple[str, int]:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see above

        for number, fern in enumerate(self._ferns):
            try:
                found, value = json.loads(fern.decrypt(sealed.encode()))
            except InvalidToken:
                continue
            if found != place:
                break
            return str(value), number
        raise Unsealable
