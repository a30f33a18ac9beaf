"""The public holidays of countries, as the `holidays` library knows them.

It computes them, moon and all, for 250 countries and their states without asking the network (MIT; 1.7 MB packed,
14 MB unpacked; 60 ms to import and 50 ms for a country, so only when somebody asks).
"""

from __future__ import annotations

import unicodedata

from bot.domain.country import Place, UnknownCountry, UnknownRegion
from bot.domain.holiday import Found, holiday_name
from bot.domain.period import DateRange
from bot.domain.words import plain

SMALL = frozenset({"and", "of", "the", "da"})


def find_place(country: str, region: str) -> Place:
    """The country and region somebody typed, by name or code, in any case. Raises UnknownCountry or UnknownRegion."""
    countries = _countries()
    wanted = _key(country)
    found = next((place for place, keys in countries.items() if wanted in keys), None)
    if found is None:
        raise UnknownCountry(country, [place.country for place in countries])
    if not plain(region):
        return found
    regions = _regions(found.country_code)
    code = next((code for code, names in regions.items() if _key(region) in map(_key, names)), None)
    if code is None:
        raise UnknownRegion(region, found.country, [max(names, key=len) for names in regions.values()])
    return Place(found.country, found.country_code, max(regions[code], key=len), code)


def holidays_of(place: Place, days: DateRange) -> Found:
    """The public holidays there, in English where the library has it."""
    from holidays import country_holidays

    calendar = country_holidays(
        place.country_code,
        subdiv=place.region_code or None,
        years=range(days.first.year, days.last.year + 1),
        language=_language(place.country_code),
    )
    return Found({day: holiday_name(calendar[day]) for day in sorted(calendar) if day in days}, days)


def _language(country_code: str) -> str | None:
    """The English spoken there, else any, else the country's own. Unasked, the library takes the machine's."""
    from holidays import country_holidays

    calendar = country_holidays(country_code)
    own = calendar.default_language
    english = [
        one for one in (own, *sorted(calendar.supported_languages, reverse=True)) if one and one.startswith("en")
    ]
    return english[0] if english else own


def _countries() -> dict[Place, frozenset[str]]:
    """Each country, with all it may be called."""
    from holidays.registry import COUNTRIES

    return {
        Place(_said(name), codes[1]): frozenset({_key(name), *map(_key, codes)}) for name, codes in COUNTRIES.items()
    }


def _regions(country_code: str) -> dict[str, list[str]]:
    """All that each region may be called, its code among it, by its code; plain spellings before accented ones."""
    from holidays import country_holidays

    calendar = country_holidays(country_code)
    names = {code: [code] for code in calendar.subdivisions}
    for name, code in sorted(calendar.subdivisions_aliases.items()):
        names[code].append(name)
    return names


def _said(name: str) -> str:
    """`Trinidad and Tobago` for `trinidad_and_tobago`."""
    return " ".join(word if word in SMALL else word.capitalize() for word in name.split("_"))


def _key(typed: str) -> str:
    """Letters and digits only, without accents: `Côte d'Ivoire` is found however it is typed."""
    letters = unicodedata.normalize("NFKD", plain(typed).casefold())
    return "".join(letter for letter in letters if letter.isalnum())
