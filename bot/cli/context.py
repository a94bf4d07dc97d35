"""What every verb gets."""

from functools import cached_property

from bot.settings import Settings, load_settings


class Context:
    """The settings of this process, read when first asked for."""

    @cached_property
    def settings(self) -> Settings:
        """The settings in force.

        Raises:
            BadSettings: a variable cannot be used.
        """
        return load_settings()
