"""A country, or a state of one, whose public holidays are wanted: how it is named, and what is wrong with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import Told, quoted
from bot.domain.words import nearest, plain

COUNTRY, REGION, YEARS = "country", "region", "years"
"""The fields of the form."""
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A country and, where it is not the whole of it, a state, province or other region; with their codes."""

    country: str
    country_code: str
    region: str = ""
    region_code: str = ""

    def __str__(self) -> str:
        return f"{self.region}, {self.country}" if self.region else self.country


class UnknownCountry(Told):
    """What was typed is no country whose holidays are known."""

    field = COUNTRY

    def __init__(self, typed: str, known: Iterable[str]) -> None:
        super().__init__(
            f"I don't know the holidays of {quoted(typed)}.{_guess(typed, known)} Write the name of the country in"
            " English, or its two letters, as in `India` or `IN`."
        )


class UnknownRegion(Told):
    """What was typed is no part of that country with holidays of its own."""

    field = REGION

    def __init__(self, typed: str, country: str, known: Iterable[str]) -> None:
        names = sorted(known)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        there = f" I know {', '.join(f'`{one}`' for one in names[:MOST_NAMED])}{more}." if names else ""
        super().__init__(
            f"I don't know a part of {country} called {quoted(typed)}.{_guess(typed, names) or there} Leave it empty"
            " for what holds in the whole country."
        )


def _guess(typed: str, known: Iterable[str]) -> str:
    close = nearest(plain(typed), known)
    return f" Do you mean `{close}`?" if close else ""
