"""The college's rules as they are filled in and typed: read back as they were written, or refused at their field."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FieldsWrong, Told
from bot.domain.percentage import FULL, HALF, NONE, Counting, Excused
from bot.domain.period import DateRange
from bot.domain.rules import Changed, Rules
from bot.domain.ruling import fields_of, read_rules, typed_over

TODAY = date(2026, 11, 22)
KOLKATA = ZoneInfo("Asia/Kolkata")
NOW = Rules(KOLKATA)
TERM = DateRange(date(2026, 7, 1), date(2026, 11, 30))


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    threshold = draw(st.integers(0, 100))
    counting = Counting(
        threshold,
        draw(st.integers(0, threshold)),
        draw(st.sampled_from([FULL, HALF, NONE])),
        draw(st.sampled_from(Excused)),
        draw(st.none() | st.integers(0, 1000)),
    )
    first = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    term = draw(st.none() | st.integers(0, 730).map(lambda days: DateRange(first, first + timedelta(days))))
    zone = ZoneInfo(draw(st.sampled_from(["Asia/Kolkata", "UTC", "America/Argentina/Buenos_Aires"])))
    return Rules(zone, counting, timedelta(draw(st.integers(0, 366))), term, draw(st.booleans()))


@given(any_rules())
def test_what_a_form_shows_reads_back_as_it_was(rules: Rules) -> None:
    assert read_rules(fields_of(rules), Rules(rules.zone)) == rules


@given(any_rules(), any_rules())
def test_what_differs_is_what_is_said_to_differ(before: Rules, after: Rules) -> None:
    changed = Changed(before, after)
    assert bool(changed.differences) == (before != after)
    assert changed.counts_anew == (before.counting != after.counting)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("threshold", "", "whole number from 0 to 100"),
        ("threshold", "101", "whole number from 0 to 100"),
        ("threshold", "74.5", "whole number from 0 to 100"),
        ("threshold", "9" * 5000, "whole number from 0 to 100"),
        ("condonation", "76", "above the threshold of 75 %"),
        ("late", "", "`present`, `half` or `absent`"),
        ("excused", "sometimes", "`left out`"),
        ("cap", "-1", "whole number from 0 to 1000"),
        ("window", "", "whole number from 0 to 366"),
        ("first", "2026-07-01", ""),
        ("last", "2026-07-01", "Only the last day"),
        ("first", "July", "Choose a day"),
        ("mfa", "", "`on` or `off`"),
        ("zone", "Nowhere", "I don't know a time zone"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(field: str, typed: str, sentence: str) -> None:
    with pytest.raises(FieldsWrong) as refused:
        read_rules(fields_of(NOW) | {field: typed}, NOW)
    at = {("first", "2026-07-01"): "last", ("last", "2026-07-01"): "first"}.get((field, typed), field)
    assert set(refused.value.fields) == {at}
    assert sentence in refused.value.fields[at]


def test_all_wrong_values_are_refused_at_once() -> None:
    wrong = {"threshold": "x", "condonation": "y", "cap": "z", "window": "w", "zone": "v", "first": "u", "mfa": "t"}
    with pytest.raises(FieldsWrong) as refused:
        read_rules(fields_of(NOW) | wrong, NOW, {"late": "refused already"})
    assert set(refused.value.fields) == {*wrong, "late"}


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("threshold 80", Rules(KOLKATA, Counting(80))),
        ("Threshold 80 %", Rules(KOLKATA, Counting(80))),
        ("threshold ８０", Rules(KOLKATA, Counting(80))),
        ("condonation line 60", Rules(KOLKATA, Counting(75, 60))),
        ("condonation 60%", Rules(KOLKATA, Counting(75, 60))),
        ("late half", Rules(KOLKATA, Counting(late=HALF))),
        ("late ½", Rules(KOLKATA, Counting(late=HALF))),
        ("late 0.5", Rules(KOLKATA, Counting(late=HALF))),
        ("late 0", Rules(KOLKATA, Counting(late=NONE))),
        ("late 1", NOW),
        ("excused as absent", Rules(KOLKATA, Counting(excused=Excused.ABSENT))),
        ("excused not counted", NOW),
        ("on duty 10", Rules(KOLKATA, Counting(on_duty_cap=10))),
        ("on duty cap none", NOW),
        ("edit window 1 day", Rules(KOLKATA, edit_window=timedelta(1))),
        ("term 1 Jul - 30 Nov", Rules(KOLKATA, term=TERM)),
        ("term none", NOW),
        ("timezone utc", Rules(ZoneInfo("UTC"))),
        ("mfa on", Rules(KOLKATA, mfa_required=True)),
        ("codes off", NOW),
    ],
)
def test_one_setting_reads_however_it_is_typed(typed: str, after: Rules) -> None:
    assert read_rules(typed_over(fields_of(NOW), typed.split(" "), TODAY), NOW) == after


@pytest.mark.parametrize(
    "typed", ["threshold", "late", "time zone", "thresholds 80", "80", "", "late late late", "term x"]
)
def test_what_names_no_setting_or_no_value_is_told(typed: str) -> None:
    with pytest.raises(Told):
        read_rules(typed_over(fields_of(NOW), typed.split(" "), TODAY), NOW)
