"""Guards when a weekly report comes: in the college's time zone, once a week, whatever clocks and zones do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.report import Format, Kind
from bot.domain.schedule import WEEK, Schedule, State, Turn, Weekly, week_before

KOLKATA, NEW_YORK, LORD_HOWE = ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
ZONES = (
    *("Asia/Kolkata", "Asia/Kathmandu", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"),
    *("Pacific/Apia", "Pacific/Kiritimati", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Gaza", "UTC"),
)
EIGHT = Turn(0, 8 * 60)
MONDAY = date(2026, 11, 23)
HALF_HOUR = timedelta(minutes=30)


def at(zone: ZoneInfo, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def schedule(turn: Turn = EIGHT, handled_on: date = MONDAY - WEEK, state: State = State.ACTIVE) -> Schedule:
    weekly = Weekly(ClassCode("CSE", 2), turn)
    return Schedule(1, weekly, "C1", "UMEERA", datetime(2026, 11, 1, tzinfo=UTC), handled_on, state)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-23T07:59:59", "2026-11-16"),
        ("2026-11-23T08:00:00", "2026-11-23"),
        ("2026-11-23T23:59:59", "2026-11-23"),
        ("2026-11-29T23:59:59", "2026-11-23"),
        ("2026-11-30T08:00:00", "2026-11-30"),
        ("2026-11-22T23:59:59", "2026-11-16"),
    ],
)
@pytest.mark.parametrize("zone", [KOLKATA, NEW_YORK, LORD_HOWE])
def test_the_latest_turn(zone: ZoneInfo, now: str, day: str) -> None:
    assert EIGHT.latest(at(zone, now), zone) == date.fromisoformat(day)


def test_a_time_that_the_clocks_leave_out_is_not_left_out() -> None:
    """In New York, Sunday 8 March 2026 has no 02:30: at 02:00 it is 03:00."""
    turn, spring = Turn(6, 2 * 60 + 30), date(2026, 3, 8)
    assert turn.latest(at(NEW_YORK, "2026-03-08T01:59:59"), NEW_YORK) == spring - WEEK
    assert turn.latest(at(NEW_YORK, "2026-03-08T03:29:59"), NEW_YORK) == spring - WEEK
    assert turn.latest(at(NEW_YORK, "2026-03-08T03:30:00"), NEW_YORK) == spring


def test_a_time_that_comes_twice_comes_once() -> None:
    """In New York, Sunday 1 November 2026 has two 01:30."""
    turn, autumn = Turn(6, 90), date(2026, 11, 1)
    assert turn.latest(at(NEW_YORK, "2026-11-01T01:29:59"), NEW_YORK) == autumn - WEEK
    first = at(NEW_YORK, "2026-11-01T01:30:00")
    assert turn.latest(first, NEW_YORK) == autumn
    one = replace(schedule(turn), handled_on=autumn)
    assert one.due(at(NEW_YORK, "2026-11-01T01:30:00", fold=1), NEW_YORK) is None


def test_lord_howes_half_hours() -> None:
    """Its clocks go forward at 02:00 to 02:30 on Sunday 4 October 2026, and back at 02:00 to 01:30 on 5 April."""
    assert Turn(6, 135).instant(date(2026, 10, 4), LORD_HOWE) == at(LORD_HOWE, "2026-10-04T02:45:00")
    assert Turn(6, 105).instant(date(2026, 4, 5), LORD_HOWE) == at(LORD_HOWE, "2026-04-05T01:45:00", fold=0)


def test_midnight_where_clocks_go_back_over_it() -> None:
    """In St John's, on 2 November 2008 at 00:01 it was 23:01 of the day before."""
    zone, turn, sunday = ZoneInfo("America/St_Johns"), Turn(6, 0), date(2008, 11, 2)
    assert turn.latest(at(zone, "2008-11-02T00:00:30"), zone) == sunday
    assert turn.latest(at(zone, "2008-11-01T23:30:00", fold=1), zone) == sunday


def test_a_day_that_never_was() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011."""
    zone, turn = ZoneInfo("Pacific/Apia"), Turn(4, 8 * 60)
    assert turn.latest(at(zone, "2011-12-29T23:59:00"), zone) == date(2011, 12, 23)
    assert turn.latest(at(zone, "2011-12-31T08:00:00"), zone) == date(2011, 12, 30)


def test_only_an_active_one_has_turns() -> None:
    now = at(KOLKATA, "2026-11-23T08:00")
    assert schedule().due(now, KOLKATA) == MONDAY
    assert schedule(state=State.PAUSED).due(now, KOLKATA) is None
    assert schedule(state=State.STOPPED).due(now, KOLKATA) is None


def test_after_weeks_without_a_worker_only_the_latest_turn_is_due() -> None:
    one = schedule(handled_on=date(2026, 10, 26))
    assert one.due(at(KOLKATA, "2026-11-25T12:00"), KOLKATA) == MONDAY


@pytest.mark.parametrize(
    ("now", "handled_on", "next_on"),
    [
        ("2026-11-23T07:59", "2026-11-16", "2026-11-23"),
        ("2026-11-23T08:00", "2026-11-16", "2026-11-23"),
        ("2026-11-23T08:01", "2026-11-23", "2026-11-30"),
        ("2026-11-22T20:00", "2026-11-23", "2026-11-30"),  # the zone was changed to one further west
        ("2026-11-25T09:00", "2026-11-25", "2026-11-30"),
    ],
)
def test_the_turn_to_come(now: str, handled_on: str, next_on: str) -> None:
    one = schedule(handled_on=date.fromisoformat(handled_on))
    assert one.next(at(KOLKATA, now), KOLKATA) == date.fromisoformat(next_on)


@pytest.mark.parametrize("day", [MONDAY, date(2026, 11, 25), date(2026, 11, 29)])
def test_it_tells_of_monday_to_sunday_of_the_week_before(day: date) -> None:
    days = week_before(day)
    assert (days.first, days.last) == (date(2026, 11, 16), date(2026, 11, 22))


def test_the_report_of_a_turn() -> None:
    wanted = Weekly(None, EIGHT, Kind.SHORTAGE, Format.PDF).report_of(MONDAY)
    assert wanted.typed == "/attendance report all 2026-11-16..2026-11-22 shortage pdf"


turns = st.builds(Turn, st.integers(0, 6), st.integers(0, 24 * 60 - 1))
instants = st.datetimes(datetime(2005, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def woken(one: Schedule, begin: datetime, zones: list[ZoneInfo], steps: list[int]) -> list[date]:
    """The turns that are seen to by a worker that wakes after each of these half-hours, in whatever zone it is then."""
    handled, now = [], begin
    for zone, step in zip(zones, steps, strict=True):
        now += HALF_HOUR * step
        if (on := one.due(now, zone)) is not None:
            handled.append(on)
            one = replace(one, handled_on=on)
            assert one.due(now, zone) is None
        assert one.next(now, zone) > one.handled_on
    return handled


@given(turns, st.sampled_from(ZONES), instants)
def test_every_week_has_its_turn_and_none_has_two(turn: Turn, name: str, begin: datetime) -> None:
    zone = ZoneInfo(name)
    one = schedule(turn, turn.latest(begin, zone))
    steps = 60 * 48
    handled = woken(one, begin, [zone] * steps, [1] * steps)
    assert [day.weekday() for day in handled] == [turn.weekday] * len(handled)
    assert handled == [one.handled_on + WEEK * number for number in range(1, len(handled) + 1)]
    assert len(handled) in (8, 9)
    assert turn.latest(begin + HALF_HOUR * steps, zone) == (handled or [one.handled_on])[-1]


@given(turns, st.lists(st.sampled_from(ZONES), min_size=1, max_size=60), instants, st.data())
def test_no_change_of_zone_brings_a_turn_again_or_loses_one(
    turn: Turn, names: list[str], begin: datetime, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.integers(1, 48), min_size=len(names), max_size=len(names)))
    one = schedule(turn, turn.latest(begin, ZoneInfo(names[0])))
    handled = woken(one, begin, [ZoneInfo(name) for name in names], steps)
    assert handled == [one.handled_on + WEEK * number for number in range(1, len(handled) + 1)]


@given(turns, st.sampled_from(ZONES), instants, st.integers(1, 400))
def test_after_any_outage_one_turn_is_due_and_it_is_the_latest(
    turn: Turn, name: str, begin: datetime, days: int
) -> None:
    zone = ZoneInfo(name)
    now = begin + timedelta(days=days)
    handled = woken(schedule(turn, turn.latest(begin, zone)), begin, [zone] * 3, [days * 48, 0, 0])
    assert handled in ([], [turn.latest(now, zone)])
    assert handled or days < 8
