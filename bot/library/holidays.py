"""Public holidays by country, from the `holidays` package."""

import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from bot.domain.errors import UserError

# Codes in everyday use that are not ISO 3166.
_OTHER_NAMES = {"UK": ["GB"], "EN": ["GB"], "EL": ["GR"]}


class UnknownCountry(UserError):
    """I do not know that country. Give its two letters, for example DE."""


class CountryHolidays:
    """The port `Holidays`, over a package that is imported only when somebody asks."""

    def __init__(self) -> None:
        self._years: dict[tuple[str, int], frozenset[date]] = {}

    def dates(self, country: str, years: Iterable[int]) -> frozenset[date]:
        """Public holidays of an ISO 3166 country in the given years.

        Raises:
            UnknownCountry: there is no calendar for it; the text names the nearest codes.
        """
        code = country.strip().upper()
        if code not in self._names:
            raise UnknownCountry(self._suggestion(country))
        return frozenset().union(*(self._of_year(code, year) for year in years))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Country names by code, without loading the calendars themselves."""
        from holidays.registry import COUNTRIES  # noqa: PLC0415 - slow to import

        return {codes[1]: name.replace("_", " ").title() for name, codes in COUNTRIES.items()}

    def _of_year(self, code: str, year: int) -> frozenset[date]:
        key = (code, year)
        if key not in self._years:
            from holidays import country_holidays  # noqa: PLC0415 - slow to import

            with warnings.catch_warnings():  # some calendars end in 2035 and say so each time
                warnings.simplefilter("ignore")
                self._years[key] = frozenset(country_holidays(code, years=year))
        return self._years[key]

    def _suggestion(self, country: str) -> str:
        """What to give instead: codes of countries with a similar name, else similar codes."""
        asked = " ".join(country.split())[:40]
        near = _OTHER_NAMES.get(asked.upper()) or self._similar(asked)
        if not near:
            return UnknownCountry.default()
        listed = ", ".join(f"{code} ({self._names[code]})" for code in near)
        said = f"I do not know the country “{asked}”. Did you mean {listed}?"
        return f"{said} For example: `settings holidays {near[0]}`"

    def _similar(self, asked: str) -> list[str]:
        by_name = {name.lower(): code for code, name in self._names.items()}
        names = get_close_matches(asked.lower(), by_name, n=3, cutoff=0.75)
        if names:
            return [by_name[name] for name in names]
        return get_close_matches(asked[:10].upper(), self._names, n=3)
