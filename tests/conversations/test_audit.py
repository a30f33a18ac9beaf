"""The audit: who changed what, from what to what, when, from where and why; read by admins, changed by nobody."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from bot.store.tables import audit
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House, furnished
from tests.conversations.speaker import Speaker


def test_an_admin_reads_who_changed_what(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2 absent 4 11").sees("2 absent")
    teacher.chooses("Late", beside="04 Dev").sees("1 late")
    admin.types("/attendance audit CSE-2").sees(
        "Audit of CSE-2",
        "Meera Iyer · corrected CSE-2 · DBMS",
        "21CSE004 Dev absent → late (button)",
        "saved CSE-2 · DBMS",
        "10 unmarked → present; 2 unmarked → absent",
    )
    admin.reads_aloud("21CSE004 Dev absent → late")


def test_the_audit_of_a_student_has_their_own_marks_only(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    teacher.chooses("Late", beside="04 Dev")
    teacher.types("/attendance mark CSE-2 yesterday absent 5")
    teacher.chooses("Excused", beside="05 Esha")
    admin.types("/attendance audit 21cse004").sees("Audit of 21CSE004", "absent → late").does_not_see("excused")


def test_the_audit_of_a_person_is_what_they_did(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    admin.types("/attendance mark CSE-2 DBMS yesterday absent 7")
    admin.types("/attendance audit <@UMEERA>").sees("Meera Iyer · saved").does_not_see("Office · saved")


def test_the_audit_of_some_days_leaves_the_others_out(house: House, teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    house.clock.passes(days=2)
    admin.types("/attendance audit yesterday").sees("Nothing was changed")
    admin.types("/attendance audit CSE-2 today").sees("Nothing was changed")
    house.clock.passes(days=-2)
    admin.types("/attendance audit today").sees("saved CSE-2")


def test_an_old_change_by_an_admin_carries_its_reason(admin: Speaker) -> None:
    admin.types("/attendance mark CSE-2 DBMS 2026-10-01 all present because <the> register was found")
    admin.types("/attendance audit CSE-2").sees("Reason: <the> register was found")


def test_the_pages_go_back_to_the_first_change(house: House, teacher: Speaker, admin: Speaker) -> None:
    for period in range(1, 13):
        teacher.types(f"/attendance mark CSE-2 period {period} absent 4")
    admin.types("/attendance audit").sees("P12").does_not_see("P1 ")
    admin.presses("Older").sees("P2", "P1").does_not_see("P12").presses("Newest").sees("P12")


def test_the_audit_comes_as_a_file(house: House, teacher: Speaker, admin: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    teacher.chooses("Late", beside="04 Dev")
    admin.types("/attendance audit CSE-2").presses("As a file").sees("I'll send it to you")
    content = admin.in_dm().downloads("audit")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 14  # the correction, the state, twelve marks
    assert (rows[0]["Roll"], rows[0]["Student"], rows[0]["Old"], rows[0]["New"]) == (
        "21CSE004",
        "Dev",
        "absent",
        "late",
    )
    assert (rows[0]["Who"], rows[0]["From"], rows[0]["Class"]) == ("UMEERA", "button", "CSE-2")
    assert rows[0]["Date"] == college.today.isoformat()


def test_a_large_audit_is_made_by_the_worker(house: House, teacher: Speaker, admin: Speaker, college: College) -> None:
    with college.database.begin() as tx:
        row = {"at": house.clock.now(), "actor": "U1", "source": "job", "action": "sync", "target": "member"}
        tx.execute(insert(audit), [{**row, "target_id": f"U{n}", "changes": '{"role":["a","b"]}'} for n in range(1200)])
    admin.types("/attendance audit file").sees("I'll send it to you")
    house.works()
    office = admin.in_dm()
    assert "1,200 changed values" in office.screen()
    assert office.downloads("audit").count(b"\r\n") == 1201


def test_a_name_cannot_become_a_formula_or_ping_anybody(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    number = college.admits("=1+1 <!channel>", "21CSE099", "CSE-2")
    with college.database.begin() as tx:
        row = {"at": house.clock.now(), "actor": "U1", "source": "form", "action": "edit", "target": "student"}
        changes = json.dumps({"name": ["*Old* <@U1>", "=1+1 <!channel>"]})
        tx.execute(insert(audit), row | {"target_id": str(number), "changes": changes})
    admin.types("/attendance audit 21CSE099").sees("&lt;!channel&gt;").presses("As a file")
    content = admin.in_dm().downloads("audit").decode("utf-8-sig")
    assert "'=1+1" in content
    assert ",=1+1" not in content


def test_an_erased_student_is_not_named_in_the_audit(house: House, admin: Speaker, college: College) -> None:
    dev = college.number_of("21CSE004")
    college.gives_email("21CSE004", "dev@college.example")
    house.speaker("UDEV", "Dev Singh", email="dev@college.example").types("/attendance me").sees("Your attendance")
    admin.types("/attendance transfer 21CSE004 CSE-3 because Dev asked")
    admin.types("/attendance audit").sees("By their e-mail · linked 21CSE004 Dev", "@Dev Singh", "Reason: Dev asked")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    asked = ("audit", "audit CSE-2", f"audit erased-{dev}")
    for typed in asked:
        admin.types(f"/attendance {typed}").sees("Audit").does_not_see("Dev ", "21CSE004", "Dev asked", "dev@")
    admin.types("/attendance audit <@UDEV>").sees("Nothing was changed")
    admin.types(f"/attendance {asked[2]}").sees(
        f"linked erased-{dev} Erased student: Slack user (erased)", "CSE-2 → CSE-3", "Reason: erased"
    )
    admin.types("/attendance audit file")
    content = admin.in_dm().downloads("audit").decode()
    assert not any(word in content for word in ("Dev", "UDEV", "21CSE004", "dev@"))


def test_a_deed_done_to_many_is_one_line(admin: Speaker, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    college.admits_class("ECE-1", tuple(f"Student {number}" for number in range(130)), prefix="22ECE")
    admin.types("/attendance split ECE-1 A 1-50 B rest").presses("Move 130 students")
    admin.types("/attendance audit").sees(
        "Office · split 130 students (22ECE",
        " and 127 more): class ECE-1 → ECE-1-A, ECE-1-B; from",
        "saved CSE-2 · DBMS",
    ).does_not_see("Older")
    admin.types("/attendance audit ECE-1").sees("split 130 students", "127 more")
    admin.types("/attendance audit 22ECE001").sees("split 22ECE001 Student 0: class ECE-1 → ECE-1-A")
    admin.types("/attendance promote").presses("Undo")
    admin.types("/attendance audit").sees(
        "took back the move of 130 students", "class ECE-1-A, ECE-1-B → ECE-1", "split 130"
    )
    admin.types("/attendance audit file")
    assert admin.in_dm().downloads("audit").decode().count("22ECE001") == 4  # class and day, there and back


def test_older_goes_on_after_what_was_folded(house: House, admin: Speaker, college: College) -> None:
    ids = college.admits_class("ECE-1", tuple(f"Student {number}" for number in range(60)), prefix="22ECE")
    with college.database.begin() as tx:
        for day in range(12):
            at = house.clock.now() - timedelta(days=20 - day)
            row = {"at": at, "actor": f"U{day}", "source": "import", "action": "edit", "target": "student"}
            changes = json.dumps({"e-mail": ["", f"day{day}@x.example"]})
            tx.execute(insert(audit), [row | {"target_id": str(one), "changes": changes} for one in ids])
    admin.types("/attendance audit").sees("day11@", "day2@", "changed 60 students").does_not_see("day1@", "day0@")
    admin.presses("Older").sees("day1@", "day0@", "changed 60 students").does_not_see("day2@", "Older")


def test_it_reads_as_people_talk(house: House, admin: Speaker, college: College) -> None:
    yesterday, zone = college.today - timedelta(days=1), house.clock.zone
    at = datetime.combine(yesterday, time(1, 30), zone)
    said = f"{yesterday:%a} {yesterday.day} {yesterday:%b}" + yesterday.strftime(" %Y") * (
        yesterday.year != college.today.year
    )
    house.speaker("UARJUN", "Arjun Rao")
    admin.types("/attendance role <@UARJUN> teacher")
    admin.types("/attendance settings threshold 80")
    with college.database.begin() as tx:
        row = {"at": at, "actor": ADMIN, "source": "form"}
        until = (at + timedelta(minutes=9)).astimezone(UTC).isoformat()
        for action, target, target_id, changes in (
            ("locked", "authenticator", ADMIN, {"wrong codes": [None, 5], "until": [None, until]}),
            ("import", "import", "10", {"file": [None, "moves.csv"], "new": [None, 1], "changed": [None, 3]}),
            ("add", "holiday", yesterday.isoformat(), {"name": [None, "Diwali"]}),
        ):
            told = {"action": action, "target": target, "target_id": target_id, "changes": json.dumps(changes)}
            tx.execute(insert(audit), row | told)
    admin.types("/attendance audit").sees(
        f"added holiday {said}: Diwali",
        "changed the role of @Arjun Rao: teacher",
        "changed the settings: threshold 75 % → 80 %",
        f"{said} 01:30 · @Office · locked, by wrong codes, their own authenticator app: wrong codes 5;"
        f" until {said} 01:39",
        "imported moves.csv: 1 new, 3 changed (form)",
    ).does_not_see(yesterday.isoformat(), "import 10")
    admin.types("/attendance audit <@UARJUN>").sees("Audit of @Arjun Rao")
    admin.types("/attendance audit file")
    rows = list(csv.DictReader(io.StringIO(admin.in_dm().downloads("audit").decode("utf-8-sig"))))
    assert {one["Their name"] for one in rows} == {"Office"}
    assert {one["To what"] for one in rows} == {
        f"holiday {yesterday.isoformat()}",
        "Arjun Rao",
        "the settings",
        "authenticator app of Office",
        "moves.csv",
    }
    assert f"{yesterday.isoformat()} 01:39:00+05:30" in {one["New"] for one in rows}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("21CSE999", "No student has the roll number 21CSE999"),
        ("CSE-2 whenever", "I can't read whenever as a range of days"),
        ("@meera", "No student has the roll number @meera"),
        ("foo", "No student has the roll number foo"),
        ("erased-99", "No student has the roll number erased-99"),
        ("31 Feb", "I can't read 31 Feb as a date. There is no such day."),
        ("CSE-2 31 Feb", "I can't read 31 Feb as a range of days. There is no such day."),
        ("2026-02-31", "There is no such day."),
        ("31-02", "No student has the roll number 31-02"),
        ("21CSE004 CSE-2", "as a range of days"),
    ],
)
def test_what_cannot_be_read_is_said(admin: Speaker, typed: str, sentence: str) -> None:
    admin.types(f"/attendance audit {typed}").sees(sentence, "/attendance audit 21CSE042")


ASKED = ("audit", "audit CSE-2", "audit 21CSE004", "audit <@UMEERA>", "audit file", "audit nonsense nonsense")


@pytest.mark.parametrize("typed", ASKED)
def test_only_admins_read_it(house: House, teacher: Speaker, college: College, typed: str) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example")
    for nobody in (teacher, asha):
        nobody.types(f"/attendance {typed}").does_not_see("Dev", "saved")
    house.speaker("USTRANGER").types(f"/attendance {typed}").sees("I don't know you yet").does_not_see("Dev")
    house.works()
    assert not any(list(house.workspace.files_shared_with(one)) for one in ("UMEERA", "UASHA"))


@pytest.mark.parametrize("action_id", ["audit.0", "auditfile"])
def test_its_buttons_are_refused_to_others(house: House, teacher: Speaker, admin: Speaker, action_id: str) -> None:
    forged.press(house, "UMEERA", action_id, json.dumps(["", "", "", "", ""]))
    teacher.sees("Only admins can do that")
    house.works()
    assert not list(house.workspace.files_shared_with("UMEERA"))


def test_nobody_changes_the_audit_on_sqlite(sqlite_url: str) -> None:
    house = House(sqlite_url)
    college = furnished(house)
    with college.database.begin() as tx:
        row = {"at": house.clock.now(), "actor": "U1", "source": "form", "action": "edit", "target": "student"}
        tx.execute(insert(audit), row | {"target_id": "1", "changes": "{}"})
    forged = (
        "REPLACE INTO audit SELECT audit_id, at, 'U2', source, action, target, target_id, version, '{}', '' FROM audit"
    )
    for change in (update(audit).values(actor="U2"), delete(audit), text(forged)):
        with pytest.raises(DBAPIError, match="append-only"), college.database.begin() as tx:
            tx.execute(change)
    assert [entry.actor for entry in college.audited()] == ["U1"]
