"""A college begins with an empty database and nothing but Slack; a year later its history is still there."""

from __future__ import annotations

from datetime import timedelta

from bot import moving
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

LIST = (
    "Reg No;Student Name;Dept;Year;Email ID\r\n"
    " 21CSE001 ;Asha Rao;CSE;2;asha@college.example\r\n"
    "21CSE002;Bala Nair;CSE;2;\r\n"
    "21CSE003;Chitra Menon;CSE;2;\r\n"
    "22ECE001;Dev Patel;ECE;1;\r\n"
).encode("cp1252")


def test_a_college_starts_with_nothing_but_slack(house: House) -> None:
    office = house.speaker(ADMIN, "Office")
    meera = house.speaker("UMEERA", "Meera Iyer")
    asha = house.speaker("UASHA", "Asha Rao", email="asha@college.example")

    meera.types("/attendance mark CSE-2").sees("I don't know you yet", "Office")
    office.types("/attendance").sees("Students", "Staff", "Settings")
    office.types("/attendance students").sees("Nobody is here yet").presses("Import a file")
    office.uploads("The list", "students.csv", LIST).presses("Check the file").sees("4 rows: 4 new")
    office.presses("Apply").sees("students.csv is applied", "4 new").presses("Close")

    office.types("/attendance teach <@UMEERA> CSE-2 DBMS").sees("CSE-2 DBMS")
    meera.types("/attendance mark CSE-2").sees("3 students").ticks("Asha").presses("Save attendance").sees("1 absent")
    asha.types("/attendance me").sees("0/1 = 0.0 %", "Attend the next 3")
    meera.types("/attendance students import").sees("Only admins can do that")
    office.types("/attendance audit CSE-2").sees("Meera Iyer · saved CSE-2 · DBMS", "import")


def test_a_class_moves_up_and_its_marks_stay(house: House, college: College, teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2 absent 4 11").sees("2 absent")
    next_year = (house.clock.today() + timedelta(days=200)).isoformat()
    admin.types(f"/attendance promote CSE-2 CSE-3 from {next_year}").sees("12 students").presses("Promote 12 students")
    admin.sees("CSE-3", "Undo")
    house.clock.passes(days=201)
    moving.begin_day(house.services)
    admin.types("/attendance students CSE-3").sees("12 students")
    admin.types("/attendance students CSE-2").sees("Nobody is in CSE-2")
    admin.types("/attendance teach <@UMEERA> CSE-3 Networks")
    teacher.types("/attendance mark CSE-3 Networks all present").sees("12 present")
    admin.types("/attendance student 21CSE004").sees("1/2 = 50.0 %", "CSE-2")
