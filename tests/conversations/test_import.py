"""A list of students, from the form in Slack to the college: seen before anything is done, then done at once."""

from __future__ import annotations

import json
from datetime import date

from bot.store.tables import audit, student_import
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.lists import (
    applies,
    checks,
    large,
    listing,
    register,
    seats,
    sends,
    states,
)
from tests.conversations.speaker import Speaker
from tests.formats.files import sheet_of

NEW = "31CSE001,Nila Sen,CSE-1,nila@college.example,98450 00001,"
FOREVER = date(9999, 12, 31)


def test_a_list_is_shown_first_and_then_applied(house: House, admin: Speaker, college: College) -> None:
    sends(admin, listing(NEW, "21CSE001,Asha Rao,CSE-2,,,", "21CSE002,Bala,CSE-2,,,")).sees(
        "students.csv, checked. 3 rows: 1 new, 1 changed, 1 unchanged.",
        "New: CSE-1 1",
        "Other values: 1 name: 21CSE001 name Asha → Asha Rao.",
    )
    assert "31CSE001" not in register(college)
    assert college.audited() == []
    dm = admin.closes(everything=True).in_dm()
    dm.reads_aloud("3 rows: 1 new, 1 changed, 1 unchanged", "New: CSE-1 1")
    dm.presses("Apply").sees("students.csv is applied: 3 rows: 1 new, 1 changed, 1 unchanged.", "Applied by you")
    assert "1 student will be added and 1 changed" in dm.asked
    assert register(college)["31CSE001"] == ("Nila Sen", "CSE-1", "nila@college.example", "98450 00001", True)
    assert register(college)["21CSE001"][0] == "Asha Rao"
    assert seats(college, "31CSE001") == [("CSE-1", college.today, FOREVER)]


def test_it_can_be_applied_in_the_modal_too(house: House, admin: Speaker, college: College) -> None:
    sends(admin, listing(NEW)).presses("Apply").sees("students.csv is applied: 1 row: 1 new")
    admin.closes(everything=True).in_dm().sees("is applied", "Applied by you")
    assert "31CSE001" in register(college)


def test_an_excel_file_is_a_list_as_well(house: House, admin: Speaker, college: College) -> None:
    rows = [
        ["Students of 2026"],
        ["USN", "Student Name", "Dept", "Sem"],
        ["0042", "José Núñez", "cse", 3],
        [43.0, "Mira", "CSE", "IV"],
    ]
    sends(admin, sheet_of(rows), name="students.xlsx").sees("students.xlsx, checked. 2 rows: 2 new").presses("Apply")
    assert register(college)["0042"][:2] == ("José Núñez", "CSE-2")
    assert register(college)["43"][:2] == ("Mira", "CSE-2")


def test_the_same_file_again_changes_nothing(house: House, admin: Speaker, college: College) -> None:
    lines = (NEW, "21CSE001,Asha Rao,CSE-3,asha@college.example,,")
    applies(house, *lines)
    before, audited = register(college), len(college.audited())
    sends(admin, listing(*lines)).sees("nothing to do", "2 rows: 0 new, 0 changed, 2 unchanged")
    assert admin.closes(everything=True).in_dm().sees("nothing to do").last.blocks[-1]["type"] != "actions"
    assert (register(college), len(college.audited())) == (before, audited)
    assert states(college) == ["applied", "dropped"]


def test_an_empty_cell_or_a_missing_column_keeps_what_is_known(house: House, admin: Speaker, college: College) -> None:
    applies(house, "21CSE001,Asha Rao,CSE-2,asha@college.example,98450 11111,")
    applies(house, "21CSE001,Asha R. Rao,CSE-2,,,")
    assert register(college)["21CSE001"] == ("Asha R. Rao", "CSE-2", "asha@college.example", "98450 11111", True)
    sends(admin, listing("21CSE001,Asha,CSE-2", header="Reg No,Student Name,Class")).presses("Apply")
    assert register(college)["21CSE001"] == ("Asha", "CSE-2", "asha@college.example", "98450 11111", True)


def test_students_who_are_not_in_the_file_are_left_and_counted(house: House, admin: Speaker, college: College) -> None:
    before = register(college)
    college.admits("Mani", "22ECE001", "ECE-3")
    sends(admin, listing("21CSE001,Asha Rao,CSE-2,,,")).sees("not in the file and left as they are: CSE-2 11.")
    admin.does_not_see("ECE-3").presses("Apply")
    changed = {roll for roll, values in register(college).items() if before.get(roll) != values}
    assert changed == {"21CSE001", "22ECE001"}


def test_two_students_swap_their_emails(house: House, college: College) -> None:
    applies(house, "21CSE001,Asha,CSE-2,a@college.example,,", "21CSE002,Bala,CSE-2,b@college.example,,")
    applies(house, "21CSE001,Asha,CSE-2,b@college.example,,", "21CSE002,Bala,CSE-2,a@college.example,,")
    assert [register(college)[roll][2] for roll in ("21CSE001", "21CSE002")] == [
        "b@college.example",
        "a@college.example",
    ]


def test_somebody_new_takes_over_an_email_that_is_given_up(house: House, college: College) -> None:
    applies(house, "21CSE001,Asha,CSE-2,a@college.example,,")
    applies(house, "31CSE001,Nila,CSE-1,a@college.example,,", "21CSE001,Asha,CSE-2,asha@college.example,,")
    assert [register(college)[roll][2] for roll in ("21CSE001", "31CSE001")] == [
        "asha@college.example",
        "a@college.example",
    ]


def test_an_email_of_somebody_else_is_an_error_of_its_row(house: House, admin: Speaker, college: College) -> None:
    college.gives_email("21CSE009", "indu@college.example")
    sends(admin, listing("31CSE001,Nila,CSE-1,Indu@College.example,,")).sees(
        "1 error (row 2: The e-mail indu@college.example is already that of 21CSE009"
    )
    assert "31CSE001" not in register(college)


def test_the_first_values_that_change_are_told_one_by_one(house: House, admin: Speaker, college: College) -> None:
    lines = [f"21CSE{n:03},Somebody,CSE-2,s{n}@college.example,," for n in range(1, 7)]
    sends(admin, listing(*lines)).sees(
        "Other values: 6 names, 6 e-mails: 21CSE001 name Asha → Somebody; 21CSE001 e-mail none → s1@college.example;",
        "and 2 more.",
    )


def test_where_the_file_of_errors_is_stands_beside_the_errors(house: House, admin: Speaker, college: College) -> None:
    sends(admin, listing("1,Asha,nowhere,,,", "145.5,Bala,CSE-2,,,"), name="CSE 2.csv").sees(
        "Row 3: 145.5 has a fraction, and a roll number has none.",
        "All errors are in the file CSE 2 errors.csv, in our direct messages below what I wrote about this list.",
    )
    dm = admin.closes(everything=True).in_dm().sees("[file: CSE 2 errors.csv]")
    assert "All errors are in the file CSE 2 errors.csv, which I sent with this message" in dm.screen()


def test_every_error_is_in_a_file_beside_its_row(house: House, college: College) -> None:
    lines = ["21CSE001,Asha,CSE-2,,,"] + [f"=B{n},Somebody,nowhere,,," for n in range(20)]
    dm = checks(house, listing(*lines, '31CSE001,"Nila, Sen",CSE-1,x,,'), name="CSE 2.csv")
    dm.does_not_see("(Apply)").sees("[file: CSE 2 errors.csv]")
    content = dm.downloads("errors").decode("utf-8-sig")
    assert content.splitlines()[0] == "Row,Roll No,Name,Class,Email,Guardian contact,Joined,What is wrong"
    assert "'=B3" in content
    assert next(line for line in content.splitlines() if "Nila" in line).startswith(
        '23,31CSE001,"Nila, Sen",CSE-1,x,,,'
    )
    assert states(college) == ["refused"]


def test_columns_nobody_reads_and_what_was_decided_are_told(house: House, admin: Speaker, college: College) -> None:
    header = "Roll No;Name;Class;Joined;<House>;Blood group"
    sends(admin, listing("31CSE001;Nila;CSE-1;1/7/2026;red;O+", header=header)).sees(
        "Columns I don't use: <House>, Blood group"
    )
    admin.sees("1 Jul 2026")


def test_the_audit_has_the_import_and_every_student(house: House, college: College) -> None:
    applies(
        house,
        NEW,
        "21CSE001,Asha Rao,CSE-2,asha@college.example,,",
        "21CSE002,Bala,CSE-3,,,",
        "21CSE003,Chitra,CSE-2,,,",
    )
    today, entries = college.today.isoformat(), college.audited()
    told = {(one.action, one.target): json.loads(one.changes) for one in entries}
    assert len(entries) == 4
    assert {(one.actor, one.source) for one in entries} == {("UADMIN", "import")}
    assert told["add", "student"] == {
        "roll": [None, "31CSE001"],
        "name": [None, "Nila Sen"],
        "class": [None, "CSE-1"],
        "from": [None, today],
        "e-mail": [None, "nila@college.example"],
        "guardian contact": [None, "98450 00001"],
    }
    assert told["edit", "student"] == {"name": ["Asha", "Asha Rao"], "e-mail": [None, "asha@college.example"]}
    assert told["move", "student"] == {"class": ["CSE-2", "CSE-3"], "from": [None, today]}
    assert told["import", "import"] == {
        "file": [None, "students.csv"],
        "new": [None, 1],
        "changed": [None, 2],
        "unchanged": [None, 1],
    }


def test_a_large_file_is_checked_and_applied_by_the_worker(house: House, admin: Speaker, college: College) -> None:
    sends(admin, large(1500)).sees("Checking students.csv", "told in a message from me").presses("See the result").sees(
        "Checking"
    )
    house.works()
    admin.presses("See the result").sees(
        "1,500 rows: 1,500 new, 0 changed, 0 unchanged", "New: ME-1-A 1,500, from "
    ).presses("Apply")
    admin.sees("Applying students.csv").closes(everything=True)
    assert "31ME0001" not in register(college)
    house.works()
    admin.in_dm().sees("is applied: 1,500 rows: 1,500 new")
    assert len(register(college)) == 1512
    assert college.count(audit) == 1501


def test_a_file_that_waits_is_offered_above_the_form(house: House, admin: Speaker, college: College) -> None:
    checks(house, listing(NEW))
    admin.types("/attendance students import").sees("students.csv, sent by you at", "waits for Apply: 1 row: 1 new")
    admin.presses("Look at it").sees("checked. 1 row").presses("Discard").sees("was discarded. Nothing was changed.")
    admin.closes(everything=True).in_dm().sees("was discarded")
    admin.types("/attendance students import").does_not_see("waits for Apply")
    assert states(college) == ["dropped"]


def test_another_admin_may_apply_it(house: House, college: College) -> None:
    college.employs("UHEAD", role="admin")
    dm, head = checks(house, listing(NEW)), house.speaker("UHEAD", "Head")
    head.types("/attendance students import").presses("Look at it").presses("Apply").sees("Applied by you")
    dm.sees("is applied", "Applied by @Head")
    assert {one.actor for one in college.audited()} == {"UHEAD"}
    head.closes(everything=True).in_dm().sees("is applied")


def test_the_rows_are_thrown_away_when_they_are_not_needed_any_more(house: House, college: College) -> None:
    applies(house, NEW)
    checks(house, listing("31CSE002,Mira,CSE-1,,,")).presses("Discard").sees("was discarded")
    with college.database.reading() as tx:
        assert [row.parsed for row in tx.execute(student_import.select())] == [None, None]
