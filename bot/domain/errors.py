"""The two kinds of error: one is written for the person, the other for the operator."""


class UserError(Exception):
    """That did not work. Type `help` to see what does."""

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.default())

    @classmethod
    def default(cls) -> str:
        """The text shown when none is given: the class docstring, on one line."""
        return " ".join((cls.__doc__ or "").split())

    @property
    def text(self) -> str:
        """What the person reads."""
        return str(self.args[0])


class Fault(Exception):
    """Something an operator has to know about; never shown to a learner."""
