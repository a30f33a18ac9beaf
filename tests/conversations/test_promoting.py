"""A whole class moves: shown first, done once, taken back; split into sections; or let go."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot import moving
from bot.store.rows import class_of
from bot.store.tables import enrolment, promotion, student
from bot.views.promoting import PROMOTE
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

A_DAY = timedelta(days=1)


@pytest.fixture
def office(admin: Speaker) -> Speaker:
    return admin


def periods(college: College, student_id: int) -> list[tuple[date, date, str]]:
    """First and last day of each enrolment, and the class."""
    with college.database.reading() as tx:
        query = select(enrolment).where(enrolment.c.student_id == student_id).order_by(enrolment.c.starts_on)
        return [(one.starts_on, one.ends_on, str(class_of(one))) for one in tx.execute(query)]


def said(college: College, days: int) -> str:
    """`Tue 24 Nov`, so many days from today."""
    day = college.today + days * A_DAY
    return f"{day:%a} {day.day} {day:%b}"


def iso(college: College, days: int) -> str:
    return (college.today + days * A_DAY).isoformat()


def test_a_class_is_promoted_on_its_day_after_a_preview(
    house: House, office: Speaker, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, 7)}").sees(
        "Promote CSE-2 to CSE-3",
        f"12 students of CSE-2 change class on {said(college, 7)}",
        "Until then nothing changes",
        "CSE-3 · 12: 01 Asha, 02 Bala",
    ).does_not_see("not moved", "of its own")
    assert college.count(promotion) == 0
    office.presses("Promote 12 students").sees(
        f"12 students of CSE-2 will be in CSE-3 from {said(college, 7)} on", "Promoted by you at", "Undo works until"
    ).reads_aloud("12 students of CSE-2 will be in CSE-3")
    teacher.types("/attendance mark CSE-2").sees("Asha")
    college.clock.passes(days=7)
    assert moving.begin_day(house.services) == 12
    teacher.types("/attendance mark CSE-2").sees("No students are enrolled in CSE-2 today")
    office.types("/attendance mark CSE-3 all present").sees("12 present")
    office.types("/attendance student 21CSE004").sees("1/2 = 50.0 %")
    assert college.marks()["21CSE004"] == "AP"


def test_without_a_day_it_is_today_or_tomorrow_when_marked_today(
    office: Speaker, teacher: Speaker, college: College
) -> None:
    office.types("/attendance promote CSE-2").sees(f"12 students of CSE-2 change class on {said(college, 0)}")
    teacher.types("/attendance mark CSE-2 all present")
    office.types("/attendance promote CSE-2 CSE-3").sees(f"12 students of CSE-2 change class on {said(college, 1)}")
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, 0)}").sees(
        "Nobody of CSE-2 would be moved",
        "12 not moved",
        f"marked in CSE-2 on {said(college, 0)}, so the day after is the first possible: 01 Asha, 02 Bala",
    ).does_not_see("Promote 12")


def test_a_class_that_came_together_today_is_promoted_tomorrow(office: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-2", since=college.today)
    office.types("/attendance promote ECE-2").sees(f"1 student of ECE-2 changes class on {said(college, 1)}")


def test_who_is_not_moved_is_said_with_the_reason(office: Speaker, teacher: Speaker, college: College) -> None:
    college.admits("Mani", "21CSE013", "CSE-2", since=college.today)
    college.held("CSE-2", college.today, {college.number_of("21CSE003"): "P"})
    office.types("/attendance transfer 21CSE004 ECE-2")
    office.types("/attendance transfer 21CSE005 CSE-3 from yesterday")
    college.leaves(college.number_of("21CSE006"), on=college.today)
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, 0)}").sees(
        "8 students of CSE-2 change class",
        "4 not moved",
        f"marked in CSE-2 on {said(college, 0)}, so the day after is the first possible: 03 Chitra",
        "in ECE-2 by then: 04 Dev",
        f"left on {said(college, 0)}: 06 Farid",
        "comes into CSE-2 only that day: 13 Mani",
        "CSE-3 has 1 student of its own on that day",
    )
    office.presses("Promote 8 students").sees("8 students of CSE-2 are in CSE-3 from today on", "Not moved: 03 Chitra")


@pytest.mark.parametrize("typed", ["promote CSE-2 CSE-3", "split CSE-2 A 1-30 B rest"])
def test_a_day_that_is_past_brings_nobody_back_who_left_or_went_elsewhere(
    house: House, office: Speaker, college: College, typed: str
) -> None:
    office.types("/attendance student erase 21CSE003").presses("Erase for good")
    office.types("/attendance student remove 21CSE004")
    office.types("/attendance transfer 21CSE005 ECE-2")
    office.types("/attendance student remove 21CSE006").presses("Undo")
    college.held("CSE-2", college.today, {college.number_of("21CSE007"): "P"})
    office.types("/attendance student remove 21CSE007")
    gone = [college.number_of(roll) for roll in ("21CSE004", "21CSE005", "21CSE007")]
    before = {one: periods(college, one) for one in gone}
    office.types(f"/attendance {typed} from {iso(college, -2)}").sees(
        "8 students of CSE-2 change class",
        "3 not moved",
        f"left on {said(college, 0)}: 04 Dev",
        "in ECE-2 by then: 05 Esha",
        f"leaves on {said(college, 1)}: 07 Gita",
        "06 Farid",
    ).does_not_see("Erased", "Chitra", "erased")
    office.presses("8 students")
    office.sees("8 students of CSE-2 are in").does_not_see("rased")
    assert {one: periods(college, one) for one in gone} == before
    office.types("/attendance students CSE-3").does_not_see("Dev", "rased", "Gita")
    office.types("/attendance promote").sees("8 students")
    with college.database.reading() as tx:
        erased = tx.execute(select(student).where(student.c.erased_at.is_not(None))).one()
    assert not erased.active
    assert periods(college, erased.student_id)[-1][1] < college.today


def test_who_is_to_leave_later_still_does_after_a_split(office: Speaker, college: College) -> None:
    office.types(f"/attendance promote CSE-2 out from {iso(college, 30)}").presses("Let 12 students leave")
    office.types("/attendance split CSE-2 A 1-6 B rest").presses("Move 12 students").sees("CSE-2-A (6)")
    assert periods(college, college.number_of("21CSE001"))[-1][1] == college.today + 29 * A_DAY


def test_of_many_a_few_are_named_and_who_does_not_go_comes_first(office: Speaker, college: College) -> None:
    office.types("/attendance student remove 21CSE001")
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, -1)}")
    told = office.last.text
    assert told.index("not moved") < told.index("02 Bala")
    office.sees("11 Kavya and 1 more").does_not_see("Lata")


def test_a_short_roll_number_means_one_student_in_the_whole_message(office: Speaker, college: College) -> None:
    college.admits("Zero", "0004", "CSE-2")
    office.types("/attendance transfer 0004 ECE-2")
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, 0)}").does_not_see(" 04 ")
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, -1)}").sees("0004 Zero", "E004 Dev")


def test_two_years_promoted_for_the_same_day_never_overtake_each_other(office: Speaker, college: College) -> None:
    college.admits_class("CSE-1", ("Mani", "Nila"), "22CSE")
    day = iso(college, 7)
    office.types(f"/attendance promote CSE-1 CSE-2 from {day}").sees("CSE-2 has 12 students of its own")
    office.presses("Promote 2 students")
    office.types(f"/attendance promote CSE-2 CSE-3 from {day}").sees(
        "12 students of CSE-2 change class", "comes into CSE-2 only that day: 22CSE001 Mani, 22CSE002 Nila"
    )
    office.presses("Promote 12 students").sees("12 students of CSE-2 will be in CSE-3")


def test_sections_are_kept_unless_the_new_class_names_one(office: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-2-A")
    college.admits("Nila", "22ECE002", "ECE-2-B")
    office.types("/attendance promote ECE-2 ECE-3").sees("ECE-3-A · 1: 01 Mani", "ECE-3-B · 1: 02 Nila")
    office.types("/attendance promote ECE-2-A ECE-3").sees("1 student of ECE-2-A", "ECE-3-A").does_not_see("Nila")
    office.types("/attendance promote ECE-2 ECE-3-A").sees("ECE-3-A · 2: 01 Mani, 02 Nila")
    office.types("/attendance promote ECE-2 ECE-2-A").sees(
        "Move ECE-2 to ECE-2-A", "ECE-2-A · 1: 02 Nila", "in ECE-2-A already: 01 Mani"
    )


def button(office: Speaker, action_id: str) -> str:
    """What the button of the newest message carries."""
    elements = (element for block in office.last.blocks for element in block.get("elements", ()))
    return str(next(element["value"] for element in elements if element.get("action_id") == action_id))


def test_pressing_twice_promotes_once_and_says_so(house: House, office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3")
    carried = button(office, PROMOTE)
    office.presses("Promote 12 students").sees("12 students of CSE-2 are in CSE-3 from today on")
    forged.press(house, ADMIN, PROMOTE, carried)
    office.sees("This was done already; nothing more happened now", "12 students of CSE-2 are in CSE-3", "Undo works")
    assert (college.count(promotion), len(college.audited())) == (1, 13)
    office.presses("Undo").sees("Taken back")
    forged.press(house, ADMIN, PROMOTE, carried)
    office.sees("This was done already; nothing more happened now. It was undone at").does_not_see("Undo works")
    assert college.count(promotion) == 1


def test_the_preview_is_shown_anew_when_the_class_changed_since(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3")
    college.admits("Mani", "21CSE013", "CSE-2")
    office.presses("Promote 12 students").sees("not as it was when you were shown this", "13 students of CSE-2")
    assert college.count(promotion) == 0
    office.presses("Promote 13 students").sees("13 students of CSE-2 are in CSE-3 from today on")


def test_a_change_that_changes_nobody_else_s_way_is_no_reason_to_ask_again(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3")
    college.admits("Mani", "22ECE001", "ECE-2")
    office.presses("Promote 12 students").sees("12 students of CSE-2 are in CSE-3")


def test_cancel_moves_nobody(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3").presses("Cancel").sees("Nobody was moved")
    assert (college.count(promotion), college.audited()) == (0, [])


def test_undo_takes_the_whole_class_back(house: House, office: Speaker, teacher: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3").presses("Promote 12 students").presses("Undo")
    office.sees("Taken back: 12 students are in CSE-2 as before")
    teacher.types("/attendance mark CSE-2 all present").sees("12 present")
    office.types("/attendance promote").sees("Nobody was moved lately")


def test_undo_works_weeks_later_until_somebody_is_marked_in_the_new_class(office: Speaker, college: College) -> None:
    office.types(f"/attendance promote CSE-2 CSE-3 from {iso(college, 30)}").presses("Promote 12 students")
    college.clock.passes(days=31)
    office.reloads().types("/attendance promote").sees("12 students: CSE-2 → CSE-3").presses("Undo").sees("Taken back")
    office.types("/attendance promote CSE-2 CSE-3").presses("Promote 12 students")
    office.types("/attendance mark CSE-3 all present")
    office.types("/attendance promote").presses("Undo").sees(
        "21CSE001 Asha, 21CSE002 Bala, 21CSE003 Chitra and 9 more were marked in CSE-3", "can't be undone any more"
    )


def test_what_was_done_with_somebody_erased_since_names_nobody(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3").presses("Promote 12 students")
    office.types("/attendance transfer 21CSE003 ECE-2")
    office.types("/attendance student erase 21CSE003").presses("Erase for good")
    office.types("/attendance promote").does_not_see("rased").presses("Undo", beside="12 students")
    office.sees("11 students are in CSE-2 as before").does_not_see("rased", "Moved again")


def test_undo_leaves_those_alone_who_were_moved_again(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3").presses("Promote 12 students")
    office.types("/attendance transfer 21CSE004 ECE-3")
    office.types("/attendance promote").presses("Undo", beside="12 students").sees(
        "Taken back: 11 students are in CSE-2", "Moved again since, and left where they are: 04 Dev"
    )
    office.types("/attendance transfer 21CSE004 ECE-3").sees("21CSE004 Dev is in ECE-3 already")


def test_a_class_is_split_into_sections_and_keeps_its_marks(
    office: Speaker, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    office.types("/attendance split CSE-2 A 1-5, B 6 to 10").sees(
        "Split CSE-2 into A and B",
        f"10 students of CSE-2 change class on {said(college, 0)}",
        "CSE-2-A · 5: 01 Asha",
        "CSE-2-B · 5: 06 Farid",
        "named for no section, so stays in CSE-2: 11 Kavya, 12 Lata",
    )
    office.presses("Move 10 students").sees("10 students of CSE-2 are in CSE-2-A (5) and CSE-2-B (5) from today on")
    teacher.types("/attendance mark CSE-2").sees("Ticked as absent: 04 Dev", "Asha", "Lata")
    teacher.types("/attendance mark CSE-2-A period 2").sees("Asha").does_not_see("Farid")
    office.types("/attendance student 21CSE004").sees("0/1")
    office.types("/attendance split CSE-2 A 1-5 B rest").sees("2 students", "in CSE-2-A already", "in CSE-2-B already")


def test_a_split_that_is_not_clear_moves_nobody(office: Speaker, college: College) -> None:
    for typed, told in {
        "CSE-2 A 1-6 B 6-12": "21CSE006 is named for two sections",
        "CSE-2 A 1 99": "I can't tell who 99 is",
        "CSE-2": "Into which sections does CSE-2 go",
        "ECE-2 A 1-30": "Nobody is in ECE-2",
        "CSE-2 A 1-5 B banana": "I don't know what banana means",
    }.items():
        office.types(f"/attendance split {typed}").sees(told)
    assert college.count(promotion) == 0


def test_numbers_of_a_range_that_are_nobodys_are_named(office: Speaker) -> None:
    office.types("/attendance split CSE-2 A 1-5 B 6-15").sees(
        "12 students", "Nobody in this class has the number 13, 14"
    )


def test_a_class_that_graduates_leaves_and_can_be_brought_back(house: House, office: Speaker, college: College) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    dev = house.speaker("UDEV", "Dev", email="dev@college.example")
    office.types(f"/attendance promote CSE-2 out from {iso(college, 1)}").sees(
        "CSE-2 leaves the college", f"12 students leave: from {said(college, 1)} on they are in no class"
    )
    office.presses("Let 12 students leave").sees(f"12 students of CSE-2 will be in no class from {said(college, 1)} on")
    dev.types("/attendance me").sees("Your attendance")
    college.clock.passes(days=1)
    moving.begin_day(house.services)
    dev.types("/attendance me").sees("I don't know you yet")
    office.types("/attendance promote").presses("Undo").sees("Taken back: 12 students are in CSE-2 as before")
    dev.types("/attendance me").sees("Your attendance")


def test_everything_is_in_the_audit(office: Speaker, college: College) -> None:
    office.types("/attendance promote CSE-2 CSE-3 because the year is over").presses("Promote 12 students")
    entries = college.audited()
    assert [(e.action, e.target, e.source, e.reason) for e in entries] == [
        *[("promote", "student", "button", "the year is over")] * 12,
        ("promote", "promotion", "button", "the year is over"),
    ]
    assert json.loads(entries[0].changes) == {"class": ["CSE-2", "CSE-3"], "from": [None, college.today.isoformat()]}
    assert json.loads(entries[-1].changes)["students"] == [None, 12]
    office.types("/attendance audit 21CSE004").sees("CSE-2 → CSE-3", "the year is over")


def test_a_class_nobody_is_in_is_said_to_be_empty(office: Speaker) -> None:
    office.types("/attendance promote ECE-2 ECE-3").sees("Nobody is in ECE-2", "/attendance students ECE-2")
