"""The office's students: added and edited, in forms and by text, with what is wrong said at its field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.store.tables import enrolment, student
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker


def enrolments(college: College, roll_no: str) -> list[tuple[str, date, date | None]]:
    """Class, first day and last day of each, oldest first; no last day where it goes on."""
    with college.database.reading() as tx:
        rows = tx.execute(
            select(enrolment)
            .join(student, student.c.student_id == enrolment.c.student_id)
            .where(student.c.roll_no == roll_no)
            .order_by(enrolment.c.starts_on)
        ).all()
    return [
        (f"{row.branch}-{row.year}{row.section and '-'}{row.section}", row.starts_on, row.ends_on)
        if row.ends_on.year < 9999
        else (f"{row.branch}-{row.year}{row.section and '-'}{row.section}", row.starts_on, None)
        for row in rows
    ]


def record(college: College, roll_no: str) -> dict[str, object]:
    with college.database.reading() as tx:
        row = tx.execute(select(student).where(student.c.roll_no == roll_no)).one()
    return dict(row._mapping)


# Adding


def test_a_student_is_added_in_a_form(admin: Speaker, college: College) -> None:
    admin.types("/attendance students CSE-2").presses("Add a student")
    admin.fills("Roll number", " 21cse061 ").fills("Name", "Zoya  Khan").fills("E-mail", "Zoya@College.Example")
    admin.fills("Guardian contact", "98470 12345").presses("Add")
    admin.sees("Zoya Khan is in CSE-2 now", "21CSE061", "zoya@college.example", "98470 12345")
    assert enrolments(college, "21CSE061") == [("CSE-2", college.today, None)]
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.action, entry.target) == (ADMIN, "form", "add", "student")
    assert '"name":[null,"Zoya Khan"]' in entry.changes
    assert '"class":[null,"CSE-2"]' in entry.changes
    admin.presses("Add another").sees("Add a student").does_not_see("Zoya")


def test_every_wrong_field_says_so_at_once(admin: Speaker, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    admin.types("/attendance student add").fills("Roll number", "21cse003").fills("Name", "???")
    admin.fills("Class", "nowhere").fills("E-mail", "ASHA@college.example")
    admin.fills("In the class from", (college.today + timedelta(days=400)).isoformat()).presses("Add")
    admin.sees_error("Roll number", "21CSE003' is the roll number of Chitra in CSE-2")
    admin.sees_error("Name", "I can't read '???' as a name")
    admin.sees_error("Class", "I can't read 'nowhere' as a class")
    admin.sees_error("E-mail", "'asha@college.example' is the e-mail of Asha in CSE-2")
    admin.sees_error("In the class from", "is more than a year ahead")
    assert (college.count(student), college.audited()) == (12, [])


@pytest.mark.parametrize(
    ("field", "filled", "sentence"),
    [
        ("Roll number", "X" * 33, "has more than 32 characters"),
        ("Roll number", " \u00a0", "The roll number is missing"),
        ("Roll number", "---", "is no roll number"),
        ("Name", "A" * 121, "has more than 120 characters"),
        ("Class", "CSE-99", "I can't read 'CSE-99' as a class"),
        ("E-mail", "asha", "I can't read 'asha' as an e-mail"),
        ("In the class from", "1000-01-01", "is too long ago"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    admin: Speaker, college: College, field: str, filled: str, sentence: str
) -> None:
    admin.types("/attendance students CSE-2").presses("Add a student")
    admin.fills("Roll number", "21CSE061").fills("Name", "Zoya").fills(field, filled).presses("Add")
    admin.sees_error(field, sentence)
    assert college.count(student) == 12


@pytest.mark.parametrize(
    "typed",
    [
        "21CSE061 Zoya Khan CSE-2",
        "CSE-2 21cse061 Zoya Khan",
        "Zoya Khan cse 2 21CSE061",
        '"Zoya Khan", 21CSE061, CSE2',
    ],
)
def test_a_student_is_added_by_text_in_any_order(admin: Speaker, college: College, typed: str) -> None:
    admin.types(f"/attendance student add {typed}").sees("Zoya Khan is in CSE-2 now", "21CSE061")
    assert record(college, "21CSE061")["name"] == "Zoya Khan"


def test_the_text_takes_an_e_mail_and_a_first_day(admin: Speaker, college: College) -> None:
    first = college.today - timedelta(days=30)
    admin.types(f"/attendance students add 21CSE061 Zoya CSE-2 zoya@c.example from {first.isoformat()}")
    admin.sees("Zoya is in CSE-2 now", "zoya@c.example")
    assert enrolments(college, "21CSE061") == [("CSE-2", first, None)]


def test_a_student_added_for_later_comes_on_their_day(house: House, admin: Speaker, college: College) -> None:
    first = college.today + timedelta(days=3)
    admin.types(f"/attendance student add 21CSE061 Zoya CSE-2 from {first.isoformat()}").sees("Zoya is in CSE-2 from")
    admin.types("/attendance mark CSE-2 DBMS").does_not_see("Zoya").presses("Close")
    house.clock.passes(days=3)
    admin.types("/attendance mark CSE-2 DBMS").sees("Zoya")


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("21CSE003 Zoya CSE-2", ["is the roll number of Chitra in CSE-2"]),
        ("Zoya CSE-2", ["The roll number is missing"]),
        ("21CSE061 CSE-2", ["The name is missing"]),
        ("21CSE061 Zoya", ["The class is missing"]),
        ("Zoya", ["The roll number is missing", "The class is missing"]),
        ("21CSE061 Zoya CSE-2 98470", ["I don't know what 98470 is", "from 1 Jul"]),
        ("21CSE061 Zoya CSE-2 from", ["After from I read nothing"]),
        ("21CSE061 Zoya CSE-2 from tuesdayish", ["After from I read tuesdayish"]),
        ("21CSE061 Zoya CSE-2 from 31 Feb", ["There is no such day"]),
        ("21CSE061 Zoya CSE-2 <@UMEERA>", ["as an e-mail"]),
    ],
)
def test_a_text_that_cannot_be_read_saves_nothing(
    admin: Speaker, college: College, typed: str, sentences: list[str]
) -> None:
    admin.types(f"/attendance student add {typed}").sees(*sentences)
    assert (college.count(student), college.audited()) == (12, [])


def test_nobody_is_pinged_by_a_name(admin: Speaker, college: College) -> None:
    admin.types("/attendance student add").fills("Roll number", "21CSE061").fills("Name", "<!channel> *Z*")
    admin.fills("Class", "CSE-2").presses("Add").sees("&lt;!channel&gt;").closes()
    admin.types("/attendance students CSE-2").sees("&lt;!channel&gt; ∗Z∗")


# Editing


def test_a_record_is_edited(admin: Speaker, college: College) -> None:
    admin.types("/attendance students CSE-2").presses("Edit", beside="Bala").sees("Edit a student")
    admin.fills("Name", "Bala Kumar").fills("E-mail", "bala@college.example").presses("Save")
    admin.sees("Saved: name Bala → Bala Kumar; e-mail nothing → bala@college.example", "21CSE002 Bala Kumar")
    (entry,) = college.audited()
    assert (entry.action, entry.source) == ("edit", "form")
    assert entry.changes == '{"name":["Bala","Bala Kumar"],"e-mail":[null,"bala@college.example"]}'


def test_an_edit_that_changes_nothing_is_no_change(admin: Speaker, college: College) -> None:
    admin.types("/attendance student edit 21cse002").presses("Save").sees(
        "All of it is saved: this is what the record says"
    )
    assert college.audited() == []


def test_another_class_counts_from_today_and_leaves_the_past_where_it_was(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    college.admits("Mani", "22ECE001", "ECE-3")
    teacher.types("/attendance mark CSE-2 yesterday absent 2").sees("1 absent")
    admin.types("/attendance student edit 21CSE002").fills("Class", "ECE-3").presses("Save")
    admin.sees("class CSE-2 → ECE-3; from").does_not_see("Nobody else")
    yesterday = college.today - timedelta(days=1)
    assert enrolments(college, "21CSE002")[0] == ("CSE-2", date(2020, 1, 1), yesterday)
    assert enrolments(college, "21CSE002")[1] == ("ECE-3", college.today, None)
    admin.closes().types("/attendance mark CSE-2 DBMS").does_not_see("Bala").presses("Close")
    teacher.types("/attendance mark CSE-2 yesterday").sees("Bala")


def test_a_first_day_that_would_strand_a_mark_is_refused_at_the_field(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance mark CSE-2 absent 2").sees("1 absent")
    admin.types("/attendance student edit 21CSE002").fills("Class", "ECE-3")
    admin.fills("In the class since", college.today.isoformat()).presses("Save")
    admin.sees_error("In the class since", "was marked in 'CSE-2'")
    assert record(college, "21CSE002")["branch"] == "CSE"


def test_a_class_changed_on_a_day_they_were_marked_counts_from_the_next(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance mark CSE-2 absent 2").sees("1 absent")
    admin.types("/attendance student edit 21CSE002").fills("Class", "ECE-3").presses("Save").sees("class CSE-2 → ECE-3")
    tomorrow = college.today + timedelta(days=1)
    assert enrolments(college, "21CSE002")[1] == ("ECE-3", tomorrow, None)
    assert college.marks()["21CSE002"] == "A"


@pytest.mark.parametrize("days", [-40, -5])
def test_the_first_day_in_a_class_is_corrected(admin: Speaker, college: College, days: int) -> None:
    college.admits("Zoya", "21CSE061", "CSE-2", since=college.today - timedelta(days=20))
    first = college.today + timedelta(days=days)
    admin.types("/attendance student edit 21CSE061").fills("In the class since", first.isoformat()).presses("Save")
    admin.sees("Saved: from ")
    assert enrolments(college, "21CSE061") == [("CSE-2", first, None)]


def test_wrong_fields_of_an_edit_are_said_at_once(admin: Speaker, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    admin.types("/attendance student edit 21CSE002").fills("Roll number", "21CSE003").fills("Class", "X")
    admin.fills("E-mail", "asha@college.example").presses("Save")
    admin.sees_error("Roll number", "Chitra").sees_error("Class", "can't read").sees_error("E-mail", "Asha")
    assert college.audited() == []


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    house: House, admin: Speaker, college: College
) -> None:
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head")
    head.types("/attendance student edit 21CSE002")
    admin.types("/attendance student edit 21CSE002").fills("Name", "Bala Kumar").presses("Save").sees("Bala Kumar")
    head.fills("Name", "B. Kumar").presses("Save").sees("Office changed this record", "nothing was saved", "Bala Kumar")
    assert record(college, "21CSE002")["name"] == "Bala Kumar"
    head.fills("Name", "B. Kumar").presses("Save").sees("Saved: name Bala Kumar → B. Kumar")


def test_a_form_of_somebody_erased_meanwhile_says_so(house: House, admin: Speaker, college: College) -> None:
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head").types("/attendance student edit 21CSE002")
    admin.types("/attendance student erase 21CSE002").presses("Erase for good").sees("Erased")
    head.fills("Name", "Bala").presses("Save").sees("is not there any more").does_not_see("Saved")


@pytest.mark.parametrize("typed", ["21CSE999", "Bala"])
def test_a_roll_number_nobody_has_is_said(admin: Speaker, college: College, typed: str) -> None:
    for does in ("edit", "remove", "erase"):
        admin.types(f"/attendance student {does} {typed}").sees("No student has the roll number", "21CSE042")


def test_the_standing_of_a_student_is_asked_for_as_before(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance student 21CSE002 this month").sees("Attendance of 21CSE002 Bala")
    teacher.types("/attendance student").sees("Which student?")
