"""`/attendance export-me`: a student is given everything the college keeps on them, and nothing of anybody else."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert, update

from bot.store.tables import attendance, audit, holiday, member, roll_call, student
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_ZERO = date(1899, 12, 30)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of each sheet of a workbook, as text and numbers, read with the standard library only."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:

        def parsed(name: str) -> ElementTree.Element:
            return ElementTree.fromstring(archive.read(name))

        shared = ["".join(one.itertext()) for one in parsed("xl/sharedStrings.xml")]
        names = [one.get("name") or "" for one in parsed("xl/workbook.xml").iter(f"{MAIN}sheet")]
        found = {name: parsed(f"xl/worksheets/sheet{at}.xml") for at, name in enumerate(names, 1)}
    return {name: [_row(row, shared) for row in sheet.iter(f"{MAIN}row")] for name, sheet in found.items()}


def _row(row: ElementTree.Element, shared: list[str]) -> list[Any]:
    """Ten cells, `None` for those that are empty."""
    cells = {(cell.get("r") or "").rstrip("0123456789"): _value(cell, shared) for cell in row}
    return [cells.get(letter) for letter in "ABCDEFGHIJ"]


def _value(cell: ElementTree.Element, shared: list[str]) -> Any:
    assert cell.find(f"{MAIN}f") is None, "a formula"
    value = cell.findtext(f"{MAIN}v")
    return shared[int(value or 0)] if cell.get("t") == "s" else value and float(value)


def day(number: Any) -> date:
    return DAY_ZERO + timedelta(days=int(number))


@pytest.fixture
def asha(house: House, college: College) -> Speaker:
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha", email="asha@college.example")


def test_a_student_is_given_all_of_it(
    house: House, teacher: Speaker, admin: Speaker, asha: Speaker, college: College
) -> None:
    with college.database.begin() as tx:
        tx.execute(update(member).where(member.c.slack_user_id == "UMEERA").values(name="Meera Iyer"))
    college.held("CSE-2", college.today - timedelta(days=3), {}, "DBMS", state="cancelled")
    college.held("CSE-2", college.today - timedelta(days=2), {college.number_of("21CSE001"): "E"}, "OS")
    teacher.types("/attendance mark CSE-2 absent 1 4").chooses("Late", beside="Asha")
    admin.types("/attendance student edit 21CSE001").fills("Guardian contact", "98470 12345").presses("Save").closes()
    asha.types("/attendance export-me").sees("Your data is on its way", "direct messages")
    assert "Everything I keep on you: 3 roll calls, 4 changes. Only you get this file." in asha.in_dm().screen()
    book = sheets(asha.in_dm().downloads("attendance"))
    assert list(book) == ["You", "Classes", "Roll calls", "Changes", "About this file"]
    you = dict(row[:2] for row in book["You"][1:])
    assert (you["Roll number"], you["Name"], you["Guardian contact"]) == ("21CSE001", "Asha", "98470 12345")
    assert [(row[0], day(row[1])) for row in book["Classes"][1:]] == [("CSE-2", date(2020, 1, 1))]
    late, excused, cancelled = book["Roll calls"][1:]
    assert day(late[0]) == college.today
    assert late[1:3] == ["CSE-2", "DBMS"]
    assert (late[4:6], late[7]) == (["late", "yes"], "Meera Iyer (UMEERA)")
    assert excused[4:7] == ["excused", "no", "excused classes are left out"]
    assert cancelled[4:7] == ["cancelled", "no", "the class was cancelled"]
    changes = {(row[3], row[8], row[9]) for row in book["Changes"][1:]}
    assert {("mark", "absent", "late"), ("mark", "not marked", "absent")} <= changes
    assert ("guardian contact", "", "98470 12345") in changes


def test_nothing_of_anybody_else_is_in_it(house: House, teacher: Speaker, asha: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 1 4").chooses("Excused", beside="Dev")
    asha.types("/attendance export-me")
    book = repr(sheets(asha.in_dm().downloads("attendance")))
    assert not any(word in book for word in ("Dev", "21CSE004", "excused", "Bala"))


def test_marks_before_there_was_an_audit_and_in_other_classes_are_in_it(asha: Speaker, college: College) -> None:
    number = college.number_of("21CSE001")
    college.held("CSE-2", college.today - timedelta(days=9), {number: "P"})
    college.held("ECE-3", college.today - timedelta(days=8), {number: "A"})
    asha.types("/attendance export-me")
    elsewhere, here = sheets(asha.in_dm().downloads("attendance"))["Roll calls"][1:]
    assert (elsewhere[1], elsewhere[6]) == ("ECE-3", "not enrolled in ECE-3 that day")
    assert (here[1], here[5], here[7]) == ("CSE-2", "yes", "U0")


def test_what_was_taken_on_a_holiday_says_so(asha: Speaker, college: College) -> None:
    college.held("CSE-2", college.today - timedelta(days=9), {college.number_of("21CSE001"): "A"})
    with college.database.begin() as tx:
        tx.execute(insert(holiday), {"date": college.today - timedelta(days=9), "name": "Pongal"})
    asha.types("/attendance export-me")
    (row,) = sheets(asha.in_dm().downloads("attendance"))["Roll calls"][1:]
    assert row[4:7] == ["absent", "no", "a holiday: Pongal"]


def test_a_name_stays_a_name(asha: Speaker, college: College) -> None:
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(name="=1+1", guardian_contact="0042"))
    asha.types("/attendance export-me")
    you = dict(row[:2] for row in sheets(asha.in_dm().downloads("attendance"))["You"][1:])
    assert (you["Name"], you["Guardian contact"]) == ("=1+1", "0042")


def marked_daily(house: House, college: College, days: int) -> None:
    """Asha present in four subjects a day, each saved with the whole class."""
    number = college.number_of("21CSE001")
    held = {"branch": "CSE", "year": 2, "state": "taken", "version": 1, "taken_by": "UMEERA"}
    calls = [
        held | {"date": college.today - timedelta(days=ago), "subject": subject}
        for ago in range(days)
        for subject in ("DBMS", "OS", "Maths", "English")
    ]
    mark = {"student_id": number, "status": "P", "branch": "CSE", "year": 2}
    whole_class = ",".join(f'"{one}":[null,"P"]' for one in (number, *range(10**6, 10**6 + 59)))
    entry = {"at": house.clock.now(), "actor": "UMEERA", "source": "button", "action": "save", "target": "roll_call"}
    entry["changes"] = f'{{"state":["open","taken"],"marks":{{{whole_class}}}}}'
    with college.database.begin() as tx:
        tx.execute(insert(roll_call), calls)
        rows = tx.execute(roll_call.select()).all()
        marks = [mark | {"roll_call_id": row.roll_call_id, "date": row.date, "subject": row.subject} for row in rows]
        tx.execute(insert(attendance), marks)
        tx.execute(insert(audit), [entry | {"target_id": str(row.roll_call_id)} for row in rows])


def test_two_thousand_roll_calls_are_made_by_the_worker(house: House, asha: Speaker, college: College) -> None:
    marked_daily(house, college, 500)
    asha.types("/attendance export-me").sees("on its way")
    assert not list(house.workspace.files_shared_with("UASHA"))
    begun = time.process_time()
    house.works()
    assert time.process_time() - begun < 10  # a second on a laptop
    assert "2,000 roll calls, 2,001 changes" in asha.in_dm().screen()
    book = sheets(asha.in_dm().downloads("attendance"))
    assert (len(book["Roll calls"]), len(book["Changes"])) == (2001, 2002)


def test_staff_without_a_record_are_told(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance export-me").sees("You are not linked to a student record", "You can ask @Office")
    admin.types("/attendance export-me").sees("You are not linked to a student record").does_not_see("You can ask")


def test_a_stranger_is_given_nothing(house: House, college: College) -> None:
    house.speaker("USTRANGER").types("/attendance export-me").sees("I don't know you yet")
    house.works()
    assert not list(house.workspace.files_shared_with("USTRANGER"))


def test_who_is_removed_before_the_file_is_made_gets_none(
    house: House, admin: Speaker, asha: Speaker, college: College
) -> None:
    marked_daily(house, college, 101)
    asha.types("/attendance export-me")
    admin.types("/attendance student remove 21CSE001")
    house.works()
    assert not list(house.workspace.files_shared_with("UASHA"))


def test_an_admin_who_is_a_student_gets_their_own(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    both = house.speaker(ADMIN, "Asha", email="asha@college.example")
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(slack_user_id=ADMIN))
    both.types("/attendance export-me").sees("on its way")
    assert sheets(both.in_dm().downloads("attendance"))["You"]
