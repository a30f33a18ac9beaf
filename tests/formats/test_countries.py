"""The holidays of countries: places found however they are named, days in English where there is any."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.country import Place, UnknownCountry, UnknownRegion
from bot.domain.period import DateRange
from bot.formats.countries import find_place, holidays_of

IN_2026 = DateRange(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("country", "region", "place"),
    [
        ("India", "", Place("India", "IN")),
        (" india ", "kerala", Place("India", "IN", "Kerala", "KL")),
        ("IN", "kl", Place("India", "IN", "Kerala", "KL")),
        ("ind", "Tamil  Nadu", Place("India", "IN", "Tamil Nadu", "TN")),
        ("sri lanka", "", Place("Sri Lanka", "LK")),
        ("USA", "california", Place("United States", "US", "California", "CA")),
        ("uk", "scotland", Place("United Kingdom", "GB", "Scotland", "SCT")),
        ("Ｉｎｄｉａ", "Mahārāshtra", Place("India", "IN", "Maharashtra", "MH")),
    ],
)
def test_a_place_is_found_by_name_or_code(country: str, region: str, place: Place) -> None:
    assert find_place(country, region) == place


@pytest.mark.parametrize("typed", ["", "Indai", "Atlantis", "💥", "I"])
def test_no_country_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(UnknownCountry, match="as in `India` or `IN`"):
        find_place(typed, "")


def test_no_region_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownRegion, match="Do you mean `Kerala`"):
        find_place("India", "Kerela")
    with pytest.raises(UnknownRegion, match=r"I know `Andaman and Nicobar Islands`, .* and 24 more"):
        find_place("India", "Zzz")


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        (Place("India", "IN"), date(2026, 1, 26), "Republic Day"),
        (Place("India", "IN", "Kerala", "KL"), date(2026, 8, 26), "Onam (Day 2); Milad-un-Nabi"),
        (Place("Nepal", "NP"), date(2026, 9, 19), "Constitution Day"),
        (Place("Germany", "DE", "Bayern", "BY"), date(2026, 1, 6), "Epiphany"),
    ],
)
def test_holidays_are_named_in_english(place: Place, day: date, name: str) -> None:
    found = holidays_of(place, IN_2026)
    assert set(found.days[day].split("; ")) == set(name.split("; "))


def test_only_the_days_asked_for_come() -> None:
    days = DateRange(date(2026, 7, 1), date(2027, 6, 30))
    found = holidays_of(Place("India", "IN"), days)
    assert found.days
    assert all(day in days for day in found.days)
    assert {day.year for day in found.days} == {2026, 2027}


def test_every_country_can_be_asked() -> None:
    from holidays.registry import COUNTRIES

    for name in COUNTRIES:
        place = find_place(name.replace("_", " "), "")
        assert all(name and len(name) <= 120 for name in holidays_of(place, IN_2026).days.values())
