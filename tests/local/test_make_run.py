"""`make run`, started as a person starts it: it comes up, keeps what happened, and says why when it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from infra.local.college_people import (
    ARJUN,
    COMFORTABLE,
    FIRST_VISIT,
    GUEST,
    MEERA,
    NIKHIL,
    OFFICE,
    UNCONFIRMED,
    account,
)
from tests.local.demo import Visitor, demo, refused

TICKED = ("Asha", "Farah", "Mihir")


def mark_the_class(meera: Visitor) -> str:
    """Three ticks and Save; what stands there then."""
    assert "tick who is absent" in meera.types("/attendance mark CSE-2 DBMS")
    meera.ticks(*TICKED)
    return meera.presses("Save attendance")


def test_a_teacher_marks_a_class_and_an_absent_student_sees_it(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        assert "57 present, 3 absent: 08 Asha Nair, 17 Farah Qureshi, 34 Mihir Patil" in mark_the_class(
            Visitor(running, MEERA)
        )
        seen = Visitor(running, account(COMFORTABLE)).types("/attendance me")
        assert "27/29 = 93.1 %" in seen
        assert "DBMS: absent" in seen
        returncode, printed = running.stop()
    assert returncode == 0
    assert "Stopped" in printed
    assert "Asha" not in printed
    assert "Traceback" not in printed


def test_it_says_in_three_lines_where_to_look_whom_to_be_and_what_to_type(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        where, who, what = running.said.splitlines()[-3:]
        assert running.address in where
        assert "Meera Iyer" in who
        assert "/attendance mark CSE-2 DBMS" in what


def test_everybody_finds_what_their_title_promises(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        users = running.asks("state", user=MEERA)["users"]
        assert (users[0]["id"], users[0]["title"]) == (MEERA, "teacher · CSE-2 DBMS, ECE-3-A")
        assert "28 = " in Visitor(running, account(FIRST_VISIT)).types("/attendance me")
        assert "Which one do you want to mark" in Visitor(running, ARJUN).types("/attendance mark SCI-1")
        for stranger in (GUEST, NIKHIL, account(UNCONFIRMED)):
            assert "I don't know you yet" in Visitor(running, stranger).types("/attendance me")
        assert "is a guest in Slack" in Visitor(running, OFFICE).types(f"/attendance role <@{GUEST}> teacher")


def test_a_restart_keeps_marks_and_messages_and_reset_starts_again(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        mark_the_class(Visitor(running, MEERA))
        Visitor(running, MEERA).types("see you tomorrow")
        running.stop()
    with demo(tmp_path) as running:
        assert "see you tomorrow" in Visitor(running, MEERA).reads()
        assert "Saved by you" in Visitor(running, MEERA).types("/attendance mark CSE-2 DBMS")
        running.stop()
    with demo(tmp_path, RESET="1") as running:
        assert Visitor(running, MEERA).messages() == []
        assert "Not saved yet" in Visitor(running, MEERA).types("/attendance mark CSE-2 DBMS")


def test_it_runs_on_a_database_one_names(tmp_path: Path, mysql_url: str) -> None:
    with demo(tmp_path, DATABASE_URL=mysql_url) as running:
        assert "57 present" in mark_the_class(Visitor(running, MEERA))
    assert not (tmp_path / ".local" / "attendance.db").exists()
    assert "never a database you name" in refused(tmp_path, DATABASE_URL=mysql_url, RESET="1")


def test_a_taken_port_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} is taken" in refused(tmp_path, PORT=port, RESET="1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"PORT": "http"}, "PORT=3001"),
        ({"ATTENDANCE_TIMEZONE": "Kolkata"}, "Asia/Kolkata"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "Check DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    assert told in refused(tmp_path, **({"PORT": "0"} | wrong))
