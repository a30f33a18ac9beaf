"""The words of `/attendance role`, `teach`, `link`, `unlink` and `staff`, however they are typed."""

from __future__ import annotations

import pytest

from bot.domain.classcode import ClassCode, UnreadableClass
from bot.domain.errors import Told
from bot.domain.role import Role, Teaching
from bot.domain.teach import ClassToTeachMissing, FurtherClass, TeachRequest, Wanted
from bot.domain.unclear import SaidTwice, TooLong
from bot.domain.whom import (
    LinkRequest,
    NobodyMeant,
    NotAPerson,
    NothingToUnlink,
    RoleMissing,
    RoleRequest,
    RollMissing,
    SeveralPeople,
    SeveralRolls,
    StaffRequest,
    UnreadableRole,
)
from bot.domain.words import Words

MEERA = "<@U1|meera>"
CSE, ECE = ClassCode("CSE", 2), ClassCode("ECE", 3, "A")


@pytest.mark.parametrize(
    ("typed", "role", "reason"),
    [
        (f"{MEERA} admin", Role.ADMIN, ""),
        (f"admin {MEERA}", Role.ADMIN, ""),
        (f"{MEERA}  Teacher", Role.TEACHER, ""),
        (f"{MEERA} as a lecturer", Role.TEACHER, ""),
        (f"{MEERA} to be an administrator, please", Role.ADMIN, ""),
        (f"{MEERA} student because she retired, sadly", Role.STUDENT, "she retired, sadly"),
        (f"{MEERA} {MEERA} admin", Role.ADMIN, ""),
        ("<@U1> admin admins", Role.ADMIN, ""),
    ],
)
def test_a_role_reads_in_any_order(typed: str, role: Role, reason: str) -> None:
    assert RoleRequest.read(Words.read(typed)) == RoleRequest("U1", role, reason)


@pytest.mark.parametrize(
    ("typed", "error", "told"),
    [
        ("", NobodyMeant, ["Whom do you mean?", "@meera teacher"]),
        ("admin", NobodyMeant, ["`admin`", "Slack's list"]),
        ("meera admin", NobodyMeant, ["`meera admin`"]),
        ("@meera admin", NotAPerson, ["`@meera` did not reach me", "Slack's list"]),
        ("&lt;!subteam^S1|@staff&gt; admin", NotAPerson, ["subteam"]),
        (MEERA, RoleMissing, ["Which role?", "no longer staff"]),
        (f"{MEERA} amdin", UnreadableRole, ["`amdin`", "Did you mean `admin`?"]),
        (f"{MEERA} CSE-2", UnreadableRole, ["`CSE-2`"]),
        (f"{MEERA} admin teacher", SaidTwice, ["`admin`", "`teacher`"]),
        (f"{MEERA} <@U2|arjun> admin", SeveralPeople, ["One person at a time"]),
    ],
)
def test_what_is_no_role_is_said_with_an_example(typed: str, error: type[Told], told: list[str]) -> None:
    with pytest.raises(error) as raised:
        RoleRequest.read(Words.read(typed))
    assert all(part in raised.value.sentence for part in told), raised.value.sentence
    assert "/attendance role" in raised.value.sentence


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (f"{MEERA} CSE-2", [Wanted(CSE)]),
        (f"{MEERA} CSE-2 DBMS", [Wanted(CSE, "DBMS")]),
        (f"CSE-2 DBMS {MEERA}", [Wanted(CSE, "DBMS")]),
        (f"{MEERA} in cse 2 data structures", [Wanted(CSE, "data structures")]),
        (f"{MEERA} DBMS in CSE-2", [Wanted(CSE, "DBMS")]),
        (f"{MEERA} CSE-2 subject Physics", [Wanted(CSE, "Physics")]),
        (f"{MEERA} CSE-2 DBMS, ECE-3-A Signals", [Wanted(CSE, "DBMS"), Wanted(ECE, "Signals")]),
        (f"{MEERA} CSE-2 DBMS; ECE-3-A", [Wanted(CSE, "DBMS"), Wanted(ECE)]),
        (f"{MEERA} CSE-2 DBMS, OS", [Wanted(CSE, "DBMS"), Wanted(CSE, "OS")]),
        (f'{MEERA} CSE-2 "Physics, Lab", OS', [Wanted(CSE, "Physics, Lab"), Wanted(CSE, "OS")]),
        (f'{MEERA} CSE-2 "ECE-3 Lab"', [Wanted(CSE, "ECE-3 Lab")]),
        (f"{MEERA} CSE-2 DBMS, CSE-2 DBMS,", [Wanted(CSE, "DBMS")]),
        (f"{MEERA} CSE-2 Back End", [Wanted(CSE, "Back End")]),
    ],
)
def test_classes_read_with_their_subjects(typed: str, wanted: list[Wanted]) -> None:
    assert TeachRequest.read(Words.read(typed)) == TeachRequest("U1", tuple(wanted))


@pytest.mark.parametrize(
    "typed",
    [
        f"{MEERA} stop CSE-2 DBMS",
        f"stop {MEERA} CSE-2 DBMS",
        f"{MEERA} CSE-2 DBMS stop",
        f"{MEERA} Remove CSE-2 DBMS",
        f"{MEERA} no longer CSE-2 DBMS",
        f"{MEERA} no longer takes CSE-2 DBMS",
    ],
)
def test_stop_takes_away(typed: str) -> None:
    assert TeachRequest.read(Words.read(typed)) == TeachRequest("U1", (Wanted(CSE, "DBMS"),), stops=True)


@pytest.mark.parametrize(
    ("typed", "error", "told"),
    [
        ("", NobodyMeant, ["Whom"]),
        ("CSE-2 DBMS", NobodyMeant, ["`CSE-2 DBMS`"]),
        ("@meera CSE-2", NotAPerson, ["`@meera`"]),
        (f"{MEERA} <@U2|arjun> CSE-2", SeveralPeople, ["One person"]),
        (MEERA, ClassToTeachMissing, ["Which class?", "CSE-2 DBMS"]),
        (f"{MEERA} DBMS", ClassToTeachMissing, ["`DBMS`"]),
        (f"{MEERA} DBMS, CSE-2", ClassToTeachMissing, ["`DBMS CSE-2`"]),
        (f"{MEERA} CSE-99", ClassToTeachMissing, ["`CSE-99`"]),
        (f"{MEERA} stop", ClassToTeachMissing, ["Which class?", "stop CSE-2 DBMS"]),
        (f"{MEERA} CSE-2 DBMS and ece-3-a Signals", FurtherClass, ["comma", "ECE-3-A Signals", "quotes"]),
        (f"{MEERA} CSE-2 {'x' * 61}", TooLong, ["60 characters"]),
    ],
)
def test_what_is_no_class_to_teach_is_said_with_an_example(typed: str, error: type[Told], told: list[str]) -> None:
    with pytest.raises(error) as raised:
        TeachRequest.read(Words.read(typed))
    assert all(part in raised.value.sentence for part in told), raised.value.sentence


def test_a_subject_is_spelled_as_it_is_known_and_a_section_is_no_subject() -> None:
    assert Wanted(CSE, "dbms").settled((), ["OS", "DBMS"]) == Teaching(CSE, "DBMS")
    assert Wanted(CSE, "a dbms").settled({"A"}, ["DBMS"]) == Teaching(ClassCode("CSE", 2, "A"), "DBMS")
    assert Wanted(CSE, "a dbms").settled((), ["DBMS"]) == Teaching(CSE, "a dbms")


@pytest.mark.parametrize("typed", [f"{MEERA} 21CSE042", f"21CSE042 {MEERA}", f"{MEERA} to roll 21CSE042"])
def test_a_link_reads_in_any_order(typed: str) -> None:
    assert LinkRequest.read(Words.read(typed)) == LinkRequest("U1", "21CSE042")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", NobodyMeant),
        ("21CSE042", NobodyMeant),
        ("@asha 21CSE042", NotAPerson),
        (MEERA, RollMissing),
        (f"{MEERA} 21CSE042 21CSE043", SeveralRolls),
        (f"{MEERA} <@U2> 21CSE042", SeveralPeople),
    ],
)
def test_what_is_no_link_is_said(typed: str, error: type[Told]) -> None:
    with pytest.raises(error) as raised:
        LinkRequest.read(Words.read(typed))
    assert "/attendance link" in raised.value.sentence


def test_an_unlinking_names_the_person_the_roll_or_both() -> None:
    read = LinkRequest.read_unlink
    assert read(Words.read(MEERA)) == LinkRequest("U1", "")
    assert read(Words.read("21CSE042 because of a mix-up")) == LinkRequest("", "21CSE042", "of a mix-up")
    assert read(Words.read(f"{MEERA} from 21CSE042")) == LinkRequest("U1", "21CSE042")
    with pytest.raises(NothingToUnlink):
        read(Words.read(""))


def test_the_staff_of_a_class_or_one_person() -> None:
    assert StaffRequest.read(Words.read("")) == StaffRequest()
    assert StaffRequest.read(Words.read("ece 3 a")) == StaffRequest(ECE)
    assert StaffRequest.read(Words.read(MEERA)) == StaffRequest(slack_user_id="U1")
    with pytest.raises(UnreadableClass):
        StaffRequest.read(Words.read("everybody"))
