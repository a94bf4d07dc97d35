"""Curriculum files and search: YAML in, domain values out."""

from bot.library.holidays import CountryHolidays, UnknownCountry
from bot.library.loader import Library, load_curriculum, load_library
from bot.library.problems import CurriculumError, Problem
from bot.library.shipped import shipped

__all__ = [
    "CountryHolidays",
    "CurriculumError",
    "Library",
    "Problem",
    "UnknownCountry",
    "load_curriculum",
    "load_library",
    "shipped",
]
