"""Guards the marks when many tick and save at the same instant: none lost, none doubled, nobody apologised to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from bot.views.pressed import CHANGE, KEEP, MINE
from infra.local.slack.delivery import Delivery
from tests.conversations.college import College
from tests.conversations.crowd import (
    Answer,
    Crowded,
    Device,
    Marks,
    absent,
    apart,
    at_once,
    chosen,
    crowded,
    history,
    students_of,
)

MARK = "/attendance mark CSE-2"


@pytest.fixture
def house(database_url: str) -> Iterator[Crowded]:
    with crowded(database_url) as house:
        yield furnished(house)
        assert house.told == []


@pytest.fixture(params=[True, False], ids=["with-state", "without-state"])
def house_either_way(database_url: str, request: pytest.FixtureRequest) -> Iterator[Crowded]:
    with crowded(database_url, send_state_values=request.param) as house:
        yield furnished(house)
        assert house.told == []


def furnished(house: Crowded) -> Crowded:
    """CSE-2 with twelve students; Meera and Arjun both take it in DBMS."""
    house.college.admits_class("CSE-2")
    house.college.employs("UMEERA", ("CSE-2", "DBMS"))
    house.college.employs("UARJUN", ("CSE-2", "DBMS"))
    return house


def saved_last(college: College) -> Marks:
    """Who is not simply present in the newest roll call, once its books are checked."""
    marks = history(college, college.roll_calls()[-1])[-1]
    assert len(marks) == 12
    return apart(marks)


@pytest.mark.parametrize(("kind", "devices", "saves"), [("mysql", 2, 100), ("sqlite", 2, 10)])
def test_two_teachers_saving_on_and_on_lose_nothing_and_double_nothing(
    request: pytest.FixtureRequest, kind: str, devices: int, saves: int
) -> None:
    with crowded(request.getfixturevalue(f"{kind}_url")) as house:
        college = furnished(house).college
        students = students_of(college)
        owners = [house.device(user, number) for user in ("UMEERA", "UARJUN") for number in range(devices)]
        selections = [
            [chosen(students, number) for number in range(start, start + saves)]
            for start in range(1, len(owners) * saves, saves)
        ]
        runs = at_once(*(partial(saves_each, *pair) for pair in zip(owners, selections, strict=True)))
        answers = [pair for run in runs for pair in run]
        assert sum(selection is not None for selection, _ in answers) == len(owners) * saves
        assert [answer for _, answer in answers if not answer.is_settled] == house.told == []
        check_the_books(college, answers)


Saved = tuple[set[int] | None, Answer]


def saves_each(device: Device, selections: list[set[int]]) -> list[Saved]:
    """Saves one selection after the other; in a conflict insists now and then."""
    answers: list[Saved] = to_roster(device, device.types(MARK))
    for number, selection in enumerate(selections):
        answer = device.saves(selection)
        answers.append((selection, answer))
        answers += to_roster(device, answer, insists=number % 4 == 0)
    return answers


def to_roster(device: Device, answer: Answer, *, insists: bool = False) -> list[Saved]:
    """On from a card or a conflict to the roster as it is now."""
    answers: list[Saved] = []
    while answer.is_settled and answer.kind != "roster":
        if answer.kind == "card":
            answer = device.presses(CHANGE)
        elif answers or insists:
            answer = device.presses(MINE if insists and not answers else KEEP)
        else:
            answer = device.types(MARK)
        answers.append((None, answer))
    return answers


def check_the_books(college: College, answers: list[Saved]) -> None:
    """Every card shows the marks of its version, and so does the table the last; every version was confirmed."""
    (roll_call,) = college.roll_calls()
    pages = history(college, roll_call)
    cards = [(selection, answer) for selection, answer in answers if answer.kind == "card"]
    for selection, answer in cards:
        assert answer.apart == apart(pages[answer.version])
        assert selection is None or answer.apart == absent(*selection)
    assert {answer.version for _, answer in cards} == set(range(1, len(pages)))


@pytest.mark.parametrize(("kind", "pairs"), [("mysql", 50), ("sqlite", 10)])
def test_a_save_pressed_twice_at_the_same_instant_is_one_save(
    request: pytest.FixtureRequest, kind: str, pairs: int
) -> None:
    with crowded(request.getfixturevalue(f"{kind}_url")) as house:
        college = furnished(house).college
        students = students_of(college)
        days = [college.today - timedelta(days=back) for back in range(3)]
        for start in range(1, pairs, 10):
            roll_calls = [(number, days[number // 20], number % 20 + 1) for number in range(start, start + 10)]
            held = [held_save(house, number, f"{day} P{period}", students) for number, day, period in roll_calls]
            outcomes = at_once(*(deliver for one in held for deliver in (one.release, one.again)))
            assert [outcome for outcome in outcomes if not outcome.ok] == house.told == []
        assert [history(college, one)[1:] for one in college.roll_calls()] == [
            [{one: "A" if one in chosen(students, number) else "P" for one in students}]
            for number in range(1, pairs + 1)
        ]
        assert len(college.audited()) == pairs


def held_save(house: Crowded, number: int, which: str, students: list[int]) -> Delivery:
    """A press of Save on a device of its own, signed and still on its way."""
    device = house.device("UMEERA", number)
    assert device.types(f"{MARK} {which}").kind == "roster"
    with house.workspace.hold_back() as held:
        device.saves(chosen(students, number))
    return held[0]


def test_ticks_that_race_a_save_leave_a_whole_selection_and_change_nothing_later(house_either_way: Crowded) -> None:
    college, device = house_either_way.college, house_either_way.device("UMEERA")
    asha, bala, *_, kavya, _lata = students_of(college)  # Kavya is in the second group
    selections = [{asha}, {asha, bala, kavya}, {bala}]
    for period in range(1, 7):
        device.types(f"{MARK} period {period}")
        *ticks, save = on_their_way(house_either_way, device, selections, saves=True)
        assert all(outcome.ok for outcome in at_once(*(one.release for one in (*ticks, save))))
        saved = saved_last(college)
        if house_either_way.workspace.send_state_values:
            assert saved == absent(bala)
        assert {one for one in saved if one != kavya} in [set(), {asha}, {asha, bala}, {bala}]
        assert all(one.again().ok for one in ticks)
        assert saved_last(college) == saved
        device.types(f"{MARK} period {period}")
        assert absent(*device.ticked) == saved


def test_of_ticks_out_of_order_and_twice_the_newest_wins(house_either_way: Crowded) -> None:
    college, device = house_either_way.college, house_either_way.device("UMEERA")
    asha, bala, *_, kavya, _lata = students_of(college)
    selections = [{asha, kavya}, {asha, bala}, {bala, kavya}]
    for period, order in enumerate(itertools.permutations((0, 1, 2)), 1):
        device.types(f"{MARK} period {period}")
        ticks = on_their_way(house_either_way, device, selections)
        late = [tick for number in order for tick in ticks[2 * number : 2 * number + 2]]
        assert all(tick.release().ok for tick in late)
        assert all(outcome.ok for outcome in at_once(*(tick.again for tick in ticks)))
        device.types(f"{MARK} period {period}")
        assert device.ticked == {bala, kavya}
        assert device.saves().apart == saved_last(college) == absent(bala, kavya)


def on_their_way(house: Crowded, device: Device, selections: list[set[int]], *, saves: bool = False) -> list[Delivery]:
    """Two ticks for each selection, one a group, and at last perhaps Save: all sent, none delivered."""
    with house.workspace.hold_back() as held:
        for selection in selections:
            device.ticks(selection)
        if saves:
            device.saves()
    return held


def test_twenty_teachers_at_twenty_classes_do_not_meet_each_other(mysql_url: str) -> None:
    with crowded(mysql_url) as house:
        college, students = house.college, {}
        for section in "ABCDEFGHIJKLMNOPQRST":
            students[f"U{section}"] = college.admits_class(f"ME-1-{section}", prefix=f"21ME{section}")
            college.employs(f"U{section}", (f"ME-1-{section}", "Physics"))
        devices = [house.device(user) for user in students]
        answers = at_once(*(partial(marks_twice, device, students[device.user_id]) for device in devices))
        assert [one for some in answers for one in some if not one.is_settled] == []
        assert len(college.roll_calls()) == 20
        for roll_call in college.roll_calls():
            pages = history(college, roll_call)
            assert [apart(page) for page in pages[1:]] == [
                absent(*some) for some in halves(students[roll_call.taken_by])
            ]


def halves(students: list[int]) -> tuple[list[int], list[int]]:
    return students[::2], students[1::2]


def marks_twice(device: Device, students: list[int]) -> list[Answer]:
    """Opens the roster, ticks, saves; then changes it."""
    first, second = halves(students)
    opened = device.types("/attendance mark ME-1")
    assert device.ticks(first).ok
    return [opened, device.saves(first), device.presses(CHANGE), device.saves(second)]


def test_two_who_open_a_new_roll_call_at_the_same_instant_open_one(house: Crowded) -> None:
    meera, arjun = house.device("UMEERA"), house.device("UARJUN")
    for period in range(1, 21):
        opened = at_once(*(partial(device.types, f"{MARK} period {period}") for device in (meera, arjun)))
        assert [answer.kind for answer in opened] == ["roster", "roster"]
    assert len(house.college.roll_calls()) == 20


def test_marks_typed_at_the_instant_a_roster_is_saved_are_a_conflict_for_the_later(house: Crowded) -> None:
    college, meera, arjun = house.college, house.device("UMEERA"), house.device("UARJUN")
    asha, _, _, dev, *_ = students_of(college)
    for period in range(1, 11):
        meera.types(f"{MARK} period {period}")
        typed, saved = at_once(partial(arjun.types, f"{MARK} period {period} absent 4"), partial(meera.saves, {asha}))
        assert {typed.kind, saved.kind} == {"card", "conflict"}
        assert saved_last(college) == (absent(dev) if typed.kind == "card" else absent(asha))
        later = arjun if typed.kind == "conflict" else meera
        assert later.presses(MINE).apart == saved_last(college) == (absent(dev) if later is arjun else absent(asha))


def test_marks_typed_on_two_devices_at_the_same_instant_are_both_made_one_after_the_other(house: Crowded) -> None:
    college, phone, laptop = house.college, house.device("UMEERA", 1), house.device("UMEERA", 2)
    asha, _, _, dev, *_ = students_of(college)
    for period in range(1, 11):
        typed = at_once(
            partial(phone.types, f"{MARK} period {period} absent 1"),
            partial(laptop.types, f"{MARK} period {period} absent 4"),
        )
        assert sorted(answer.version for answer in typed) == [1, 2]
        assert [answer.apart for answer in typed] == [absent(asha), absent(dev)]
        assert saved_last(college) == max(typed, key=lambda answer: answer.version).apart
