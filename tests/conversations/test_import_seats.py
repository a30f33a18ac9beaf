"""In which class a list puts students, and from when: marks stay where they were made, whatever the file says."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from bot.domain.period import DateRange, said
from bot.domain.rules import Rules
from bot.store import colleges
from bot.store.tables import student
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.lists import FILE, applies, checks, listing, register, seats, sends, yesterday
from tests.conversations.speaker import Speaker

NEW = "31CSE001,Nila Sen,CSE-1,nila@college.example,98450 00001,"
FOREVER = date(9999, 12, 31)


def test_a_student_of_another_class_moves_and_keeps_their_marks(house: House, admin: Speaker, college: College) -> None:
    bala = college.number_of("21CSE002")
    college.held("CSE-2", yesterday(college), {bala: "A"}, "DBMS")
    sends(admin, listing("21CSE001,Asha,CSE-3,,,", "21CSE002,Bala,CSE-3,,,", "21CSE003,Chitra,ECE-2,,,"))
    admin.sees("3 move: CSE-2 → CSE-3: 2, CSE-2 → ECE-2: 1", "Their marks stay with the class").presses("Apply")
    assert seats(college, "21CSE002")[-1] == ("CSE-3", college.today, FOREVER)
    assert seats(college, "21CSE002")[0][2] == yesterday(college)
    assert college.marks() == {"21CSE002": "A"}
    assert register(college)["21CSE002"][1] == "CSE-3"


def test_who_was_marked_today_moves_tomorrow_and_only_once(house: House, admin: Speaker, college: College) -> None:
    tomorrow = college.today + timedelta(days=1)
    college.held("CSE-2", college.today, {college.number_of("21CSE002"): "P"}, "DBMS")
    sends(admin, listing("21CSE002,Bala,CSE-3,,,", "21CSE003,Chitra,CSE-3,,,")).sees(
        f"in the new class from {said(college.today, college.today)} (1), {said(tomorrow, college.today)} (1).",
        "1 of them was marked today already, and begins after that.",
    )
    admin.presses("Apply").closes(everything=True)
    assert seats(college, "21CSE003")[-1] == ("CSE-3", college.today, FOREVER)
    assert seats(college, "21CSE002")[-1] == ("CSE-3", tomorrow, FOREVER)
    assert register(college)["21CSE002"][1] == "CSE-2"
    sends(admin, listing("21CSE002,Bala,CSE-3,,,")).sees("nothing to do", "1 unchanged")


def test_a_date_in_the_row_says_from_when(house: House, admin: Speaker, college: College) -> None:
    since = college.today - timedelta(days=10)
    applies(house, f"21CSE002,Bala,CSE-3,,,{since}", f"31CSE001,Nila,CSE-1,,,{since}", "31CSE002,Mira,CSE-1,,,")
    assert seats(college, "21CSE002")[-1][:2] == ("CSE-3", since)
    assert seats(college, "31CSE001") == [("CSE-1", since, FOREVER)]
    assert seats(college, "31CSE002") == [("CSE-1", college.today, FOREVER)]


def test_a_date_that_would_strand_a_mark_is_an_error_of_its_row(house: House, admin: Speaker, college: College) -> None:
    college.held("CSE-2", yesterday(college), {college.number_of("21CSE002"): "A"}, "DBMS")
    day = college.today - timedelta(days=5)
    sends(admin, listing(NEW, f"21CSE002,Bala,CSE-3,,,{day}")).sees(
        "1 error (row 3: 21CSE002 was marked in CSE-2 on", "can't be", "or leave the date empty"
    )
    admin.does_not_see("(Apply)").sees("Nothing can be applied while there are errors", "(Send the file again)")
    assert seats(college, "21CSE002")[-1][0] == "CSE-2"


def test_a_date_before_the_class_they_leave_says_when_they_joined(house: House, college: College) -> None:
    college.held("CSE-2", yesterday(college), {college.number_of("21CSE002"): "A"}, "DBMS")
    applies(house, "21CSE002,Bala,CSE-3,,,2019-07-01")
    assert seats(college, "21CSE002")[-1] == ("CSE-3", college.today, FOREVER)


def test_the_day_in_the_form_is_for_new_students(house: House, admin: Speaker, college: College) -> None:
    since = college.today - timedelta(days=30)
    checks(house, listing(NEW, "21CSE002,Bala,CSE-3,,,"), since=since).presses("Apply").sees("is applied")
    assert seats(college, "31CSE001") == [("CSE-1", since, FOREVER)]
    assert seats(college, "21CSE002")[-1] == ("CSE-3", college.today, FOREVER)


def test_a_day_to_come_is_for_everybody(house: House, college: College) -> None:
    since = college.today + timedelta(days=30)
    checks(house, listing(NEW, "21CSE002,Bala,CSE-3,,,"), since=since).presses("Apply").sees("is applied")
    assert seats(college, "31CSE001") == [("CSE-1", since, FOREVER)]
    assert seats(college, "21CSE002")[-1] == ("CSE-3", since, FOREVER)
    assert register(college)["21CSE002"][1] == "CSE-2"


def test_the_first_day_of_the_term_is_offered(house: House, admin: Speaker, college: College) -> None:
    first = college.today - timedelta(days=40)
    term = DateRange(first, college.today + timedelta(days=40))
    with college.database.begin() as tx:
        colleges.record(tx, Rules(college.clock.zone, term=term), 0)
    admin.types("/attendance students import").sees(
        first.isoformat(), "Roll No, Name and Class", "Nothing changes until"
    )
    admin.uploads(FILE, "students.csv", listing(NEW)).presses("Check the file").presses("Apply")
    assert seats(college, "31CSE001") == [("CSE-1", first, FOREVER)]


def test_who_was_removed_returns(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance student remove 21CSE002").sees("was removed")
    assert register(college)["21CSE002"][-1] is False
    house.clock.passes(days=10)
    sends(admin, listing("21CSE002,Bala,CSE-3,,,2020-01-01")).sees("1 returns who has been removed: 21CSE002")
    admin.sees("0 new, 1 changed").presses("Apply")
    assert register(college)["21CSE002"][1:] == ("CSE-3", None, "", True)
    assert seats(college, "21CSE002")[-1] == ("CSE-3", college.today, FOREVER)


def test_nobody_takes_over_the_record_of_another_unnoticed(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance student remove 21CSE002").sees("was removed")
    admin.types("/attendance student remove 21CSE003").sees("was removed")
    sends(admin, listing("21CSE002,Bob,CSE-2,,,", "21CSE003,Chitra,CSE-2,,,")).sees("2 return who had been removed")
    admin.sees("Is it the same person? 21CSE002 Bob returns to the record of Bala. If not, discard this list.")


def test_a_class_without_section_leaves_everybody_in_theirs(house: House, admin: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-3-B")
    sends(admin, listing("22ECE001,Mani Iyer,ECE-3,,,")).sees(
        "1 changed", "1 sits in a section of the class its row names, and stays there"
    )
    admin.presses("Apply")
    assert register(college)["22ECE001"][:2] == ("Mani Iyer", "ECE-3-B")


def test_marks_and_slack_accounts_are_never_touched(house: House, college: College) -> None:
    asha = college.number_of("21CSE001")
    college.held("CSE-2", yesterday(college), {asha: "L"}, "DBMS")
    with college.database.begin() as tx:
        tx.execute(student.update().where(student.c.student_id == asha).values(slack_user_id="UASHA"))
    applies(house, "21CSE001,Asha Rao,ECE-1,,98450 00007,")
    with college.database.reading() as tx:
        linked = tx.scalar(select(student.c.slack_user_id).where(student.c.student_id == asha))
    assert linked == "UASHA"
    assert college.marks() == {"21CSE001": "L"}
