"""Admins and teachers: roles given and taken away, classes put down, the list with its menus, the form."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from bot import staffing
from bot.auditing import Deed
from bot.domain.appointed import LastAdmin
from bot.domain.errors import Told
from bot.domain.role import Role
from bot.domain.whom import RoleRequest
from bot.store.rows import class_of
from bot.store.tables import member, teaching
from infra.local.slack.server import serve
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.phone import requires_codes
from tests.conversations.speaker import Speaker


def roles(college: College) -> dict[str, str]:
    with college.database.reading() as tx:
        return {row.slack_user_id: row.role for row in tx.execute(select(member))}


def takes(college: College, slack_user_id: str) -> set[str]:
    with college.database.reading() as tx:
        rows = tx.execute(select(teaching).where(teaching.c.slack_user_id == slack_user_id)).all()
    return {f"{class_of(row)} {row.subject}".rstrip() for row in rows}


def deeds(college: College) -> list[tuple[str, str, str]]:
    return [(entry.source, entry.action, entry.target_id) for entry in college.audited() if entry.target == "member"]


@pytest.fixture
def arjun(house: House, college: College) -> Speaker:
    """In Slack, and nothing here yet. Slack makes a mention of `@Arjun Rao`."""
    return house.speaker("UARJUN", "Arjun Rao", email="arjun@college.example")


@pytest.fixture
def head(house: House, college: College) -> Speaker:
    """An admin by the database."""
    college.employs("UHEAD", role="admin")
    return house.speaker("UHEAD", "Head")


# /attendance role


def test_an_admin_makes_a_teacher_who_becomes_an_admin_and_no_longer_staff(
    admin: Speaker, arjun: Speaker, college: College
) -> None:
    arjun.types("/attendance mark").sees("I don't know you yet")
    admin.types("/attendance role @Arjun Rao teacher").sees("@Arjun Rao is a teacher now.", "No class is down")
    arjun.types("/attendance mark").sees("No class is down as yours yet")
    admin.types("/attendance role admin @Arjun Rao because the head asked").sees("is an admin now (was a teacher)")
    arjun.types("/attendance mark CSE-2 DBMS all present").sees("12 present")
    admin.types("/attendance role @Arjun Rao student").sees("is no longer staff (was an admin)")
    arjun.types("/attendance mark CSE-2").sees("I don't know you yet")
    assert roles(college) == {"UMEERA": "teacher", "UARJUN": "student"}
    written = [(entry.changes, entry.reason) for entry in college.audited() if entry.action == "role"]
    assert written == [
        ('{"role":[null,"teacher"]}', ""),
        ('{"role":["teacher","admin"]}', "the head asked"),
        ('{"role":["admin","student"]}', ""),
    ]


def test_whoever_is_no_longer_staff_takes_nothing_any_more(admin: Speaker, teacher: Speaker, college: College) -> None:
    admin.types("/attendance role @Meera Iyer student").sees("no longer staff", "Taken away with it: CSE-2 DBMS")
    assert takes(college, "UMEERA") == set()
    (entry,) = [entry for entry in college.audited() if entry.target == "member"]
    assert '"classes":[["CSE-2 DBMS"],[]]' in entry.changes
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")


def test_a_teacher_made_an_admin_keeps_the_classes(admin: Speaker, teacher: Speaker, college: College) -> None:
    admin.types("/attendance role @Meera Iyer admin").sees("is an admin now (was a teacher)", "Takes CSE-2 DBMS")
    admin.types("/attendance role @Meera Iyer teacher").sees("is a teacher now (was an admin)", "Takes CSE-2 DBMS")
    assert takes(college, "UMEERA") == {"CSE-2 DBMS"}


@pytest.mark.parametrize("role", ["admin", "teacher"])
def test_the_same_role_again_says_so_and_audits_nothing(
    admin: Speaker, arjun: Speaker, college: College, role: str
) -> None:
    admin.types(f"/attendance role @Arjun Rao {role}")
    before = len(college.audited())
    admin.types(f"/attendance role @Arjun Rao {role}").sees(f"{role} already. Nothing was changed")
    assert len(college.audited()) == before


def test_somebody_who_is_no_staff_stays_so(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance role @Arjun Rao student").sees("is no member of staff. Nothing was changed")
    assert (roles(college), college.audited()) == ({"UMEERA": "teacher"}, [])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("role", ["Whom do you mean?", "/attendance role @meera teacher"]),
        ("role teacher", ["I find no person in teacher", "Slack's list"]),
        ("role @nobody-here teacher", ["@nobody-here did not reach me as a person", "Slack's list"]),
        ("role Arjun teacher", ["I find no person in Arjun teacher"]),
        ("role @Arjun Rao", ["Which role?", "admin, teacher or student"]),
        ("role @Arjun Rao techer", ["techer", "Did you mean teacher?"]),
        ("role @Arjun Rao admin teacher", ["admin", "teacher", "Write one of them"]),
        ("role @Arjun Rao @Meera Iyer admin", ["One person at a time"]),
        ("role <@UNOBODY> admin", ["Slack knows nobody by that name"]),
        ("role @Attendance admin", ["is an app, not a person"]),
        ("teach", ["Whom do you mean?", "/attendance teach @meera CSE-2 DBMS"]),
        ("teach @Arjun Rao", ["Which class?", "CSE-2 DBMS"]),
        ("teach @Arjun Rao DBMS", ["I can't find a class in DBMS"]),
        ("teach @Arjun Rao CSE-2 DBMS and ECE-3 Signals", ["comma", "ECE-3 Signals"]),
        ("teach @Arjun Rao stop", ["Which class?", "stop CSE-2 DBMS"]),
        ("teach @Arjun Rao stop CSE-2 DBMS", ["does not take CSE-2 DBMS", "No class is down as theirs"]),
        ("teach @Meera Iyer stop CSE-2 OS", ["does not take CSE-2 OS", "They take CSE-2 DBMS"]),
        ("teach <@UNOBODY> CSE-2", ["Slack knows nobody"]),
        ("teach @Attendance CSE-2", ["is an app"]),
        ("staff somewhere", ["I can't read somewhere as a class"]),
    ],
)
def test_what_cannot_be_done_is_said_with_an_example(
    admin: Speaker, teacher: Speaker, arjun: Speaker, college: College, typed: str, told: list[str]
) -> None:
    admin.types(f"/attendance {typed}").sees(*told)
    assert (roles(college), takes(college, "UMEERA")) == ({"UMEERA": "teacher"}, {"CSE-2 DBMS"})
    assert college.audited() == []


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({"restricted": True}, "Guesty is a guest in Slack"),
        ({"ultra_restricted": True}, "Guesty is a guest in Slack"),
        ({"deleted": True}, "The Slack account of Guesty is deactivated"),
        ({"stranger": True, "team_id": "T9"}, "Guesty is of another Slack workspace"),
        ({"team_id": "T9"}, "Guesty is of another Slack workspace"),
    ],
)
@pytest.mark.parametrize("typed", ["role {} teacher", "role {} admin", "teach {} CSE-2 DBMS"])
def test_only_full_members_of_the_workspace_become_staff(
    house: House, admin: Speaker, college: College, account: dict[str, Any], told: str, typed: str
) -> None:
    house.workspace.add_user("UG", "Guesty", **account)
    admin.types(f"/attendance {typed.format('<@UG>')}").sees(told, "Nothing was changed")
    assert (roles(college), college.audited()) == ({"UMEERA": "teacher"}, [])


def test_a_deactivated_teacher_can_be_taken_off_the_staff(
    house: House, admin: Speaker, teacher: Speaker, college: College
) -> None:
    house.workspace.deactivate("UMEERA")
    admin.types("/attendance role <@UMEERA> student").sees("no longer staff")
    assert (roles(college), takes(college, "UMEERA")) == ({"UMEERA": "student"}, set())


def test_an_access_the_college_had_ended_comes_back_with_a_role(house: House, admin: Speaker, college: College) -> None:
    college.employs("UOLD", ("CSE-2", "OS"), active=False)
    old = house.speaker("UOLD", "Old")
    old.types("/attendance mark").sees("I don't know you yet")
    admin.types("/attendance role @Old teacher").sees("is a teacher now", "had ended, is back", "Takes CSE-2 OS")
    old.types("/attendance mark").sees("CSE-2 OS")


def test_an_access_the_college_had_ended_stays_so_for_whoever_is_no_longer_staff(
    house: House, admin: Speaker, college: College
) -> None:
    college.employs("UOLD", ("CSE-2", "OS"), active=False)
    college.gives_email("21CSE001", "old@college.example")
    old = house.speaker("UOLD", "Old", email="old@college.example")
    admin.types("/attendance role @Old student").sees("no longer staff")
    old.types("/attendance me").sees("I don't know you yet")


def test_somebody_down_without_a_name_is_called_by_theirs_in_slack(
    house: House, admin: Speaker, arjun: Speaker, college: College
) -> None:
    college.employs("UARJUN", role="student")
    admin.types("/attendance role @Arjun Rao teacher")
    with college.database.reading() as tx:
        assert tx.scalar(select(member.c.name).where(member.c.slack_user_id == "UARJUN")) == "Arjun Rao"


def test_while_slack_is_silent_only_those_the_college_knows_get_a_role(
    house: House, admin: Speaker, teacher: Speaker, arjun: Speaker, college: College
) -> None:
    admin.types("/attendance help")
    house.workspace.webapi.fails("users.info", "internal_error")
    admin.types("/attendance role @Arjun Rao teacher").sees("Slack doesn't answer just now", "Nothing was changed")
    admin.types("/attendance role @Meera Iyer admin").sees("is an admin now")
    assert roles(college) == {"UMEERA": "admin"}


# The last admin


@pytest.fixture
def without_operators(database_url: str) -> Any:
    """A house whose operator named no admin: only the database does."""
    house = House(database_url, admins="")
    with serve(house.workspace):
        yield house
        house.services.database.close()


def test_the_last_admin_stays_one(without_operators: House) -> None:
    college = without_operators.college
    college.employs("UHEAD", role="admin")
    head = without_operators.speaker("UHEAD", "Head")
    for role in ("teacher", "student"):
        head.types(f"/attendance role @Head {role}").sees("That is the last admin", "/attendance role @meera admin")
    assert roles(college) == {"UHEAD": "admin"}


@pytest.mark.parametrize("account", [{"deleted": True}, {"restricted": True}])
def test_an_admin_whose_slack_account_does_not_count_is_no_second_one(
    without_operators: House, account: dict[str, Any]
) -> None:
    college = without_operators.college
    college.employs("UHEAD", role="admin")
    college.employs("UGONE", role="admin")
    head = without_operators.speaker("UHEAD", "Head")
    without_operators.speaker("UGONE", "Gone", **account).types("/attendance role @Head student")
    head.types("/attendance role @Head student").sees("That is the last admin")
    assert roles(college)["UHEAD"] == "admin"


def test_an_inactive_admin_is_no_second_one(without_operators: House) -> None:
    college = without_operators.college
    college.employs("UHEAD", role="admin")
    college.employs("UOLD", role="admin", active=False)
    without_operators.speaker("UHEAD", "Head").types("/attendance role @Head student").sees("That is the last admin")


def test_one_of_two_admins_may_step_down(without_operators: House) -> None:
    college = without_operators.college
    college.employs("UHEAD", role="admin")
    college.employs("UDEAN", role="admin")
    head = without_operators.speaker("UHEAD", "Head")
    head.types("/attendance role @Head teacher").sees("You are a teacher now (was an admin)")
    head.types("/attendance role @Head admin").sees("Only admins can do that")


def test_an_admin_by_the_operators_setting_is_one_whatever_is_typed(
    admin: Speaker, head: Speaker, college: College
) -> None:
    for role in ("teacher", "student"):
        head.types(f"/attendance role @Office {role}").sees("ATTENDANCE_ADMINS", "Nothing was changed")
        admin.types(f"/attendance role @Office {role}").sees("ATTENDANCE_ADMINS")
    head.types("/attendance role @Office admin").sees("is an admin already by the operator's setting")
    assert (roles(college), college.audited()) == ({"UHEAD": "admin", "UMEERA": "teacher"}, [])
    head.types("/attendance role @Head student").sees("You are no longer staff")  # the operator's admin remains


@pytest.mark.parametrize("round_", range(3))
def test_two_admins_unmaking_each_other_at_once_leave_one(without_operators: House, round_: int) -> None:
    college = without_operators.college
    for user in ("UONE", "UTWO"):
        college.employs(user, role="admin")
        without_operators.workspace.add_user(user, user)
    outcomes = at_once(
        *(
            lambda by=by, other=other: staffing.give_role(
                without_operators.services,
                Deed(by, college.clock.now(), "command"),
                RoleRequest(other, Role.STUDENT),
            )
            for by, other in (("UONE", "UTWO"), ("UTWO", "UONE"))
        )
    )
    assert sorted(roles(college).values()) == ["admin", "student"]
    assert sorted(isinstance(outcome, Told) for outcome in outcomes) == [False, True]


@pytest.mark.parametrize("round_", range(3))
def test_two_admins_stepping_down_at_once_leave_one(without_operators: House, round_: int) -> None:
    college = without_operators.college
    for user in ("UONE", "UTWO"):
        college.employs(user, role="admin")
    outcomes = at_once(
        *(
            lambda by=by: staffing.give_role(
                without_operators.services, Deed(by, college.clock.now(), "command"), RoleRequest(by, Role.STUDENT)
            )
            for by in ("UONE", "UTWO")
        )
    )
    assert sorted(roles(college).values()) == ["admin", "student"]
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [LastAdmin]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What came of each, errors included; all begin in the same moment."""
    outcomes: list[object] = [None] * len(acts)
    together = Barrier(len(acts))

    def do(number: int) -> None:
        together.wait()
        try:
            outcomes[number] = acts[number]()
        except Exception as error:
            outcomes[number] = error

    threads = [Thread(target=do, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


# /attendance teach


def test_classes_put_down_make_a_teacher(admin: Speaker, arjun: Speaker, college: College) -> None:
    college.admits_class("ECE-3-A", ("Mani",), "22ECE")
    admin.types("/attendance teach @Arjun Rao CSE-2 OS, ECE-3-A Signals")
    admin.sees("@Arjun Rao takes CSE-2 OS and ECE-3-A Signals now", "That makes them a teacher (was nothing here)")
    admin.does_not_see("Nobody sits")
    assert (roles(college)["UARJUN"], takes(college, "UARJUN")) == ("teacher", {"CSE-2 OS", "ECE-3-A Signals"})
    assert deeds(college) == [("command", "role", "UARJUN"), ("command", "teach", "UARJUN")]
    arjun.types("/attendance mark CSE-2 all present").sees("CSE-2 · OS", "12 present")


def test_a_class_put_down_twice_is_there_once(admin: Speaker, teacher: Speaker, college: College) -> None:
    admin.types("/attendance teach @Meera Iyer cse 2 dbms").sees("takes CSE-2 DBMS already, so nothing was changed")
    admin.types("/attendance teach @Meera Iyer CSE-2 dbms, OS").sees("takes CSE-2 OS now", "takes CSE-2 DBMS already")
    assert takes(college, "UMEERA") == {"CSE-2 DBMS", "CSE-2 OS"}


def test_the_known_spelling_of_a_subject_wins(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance teach @Arjun Rao CSE-2 dbms").sees("takes CSE-2 DBMS now").does_not_see("new subject")
    assert takes(college, "UARJUN") == {"CSE-2 DBMS"}


def test_a_subject_much_like_a_known_one_is_asked_about(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance teach @Arjun Rao CSE-2 DBSM").sees("takes CSE-2 DBSM now", "Did you mean DBMS?")


def test_a_section_in_a_word_of_its_own_is_a_section_where_there_is_one(
    admin: Speaker, arjun: Speaker, college: College
) -> None:
    college.admits_class("ECE-3-A", ("Mani",), "22ECE")
    admin.types("/attendance teach @Arjun Rao ece 3 a Signals").sees("takes ECE-3-A Signals now")
    admin.types("/attendance teach @Arjun Rao ece 3 b Signals").sees("takes ECE-3 b Signals now")


def test_a_class_nobody_sits_in_is_put_down_with_a_warning(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance teach @Arjun Rao BCA-1 Maths").sees("takes BCA-1 Maths now", "Nobody sits in BCA-1 yet")
    assert takes(college, "UARJUN") == {"BCA-1 Maths"}


def test_the_whole_class_includes_its_subjects_and_sections(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance teach @Arjun Rao CSE-2").sees("takes CSE-2 now")
    admin.types("/attendance teach @Arjun Rao CSE-2 DBMS").sees("already, so nothing was changed")
    assert takes(college, "UARJUN") == {"CSE-2"}


def test_a_class_is_taken_away_with_stop(admin: Speaker, teacher: Speaker, college: College) -> None:
    admin.types("/attendance teach @Meera Iyer CSE-2 OS, CSE-2-A Lab")
    admin.types("/attendance teach @Meera Iyer stop cse-2 dbms").sees("takes CSE-2 DBMS no longer", "Left: CSE-2 OS")
    admin.types("/attendance teach @Meera Iyer stop CSE-2").sees("takes CSE-2 OS and CSE-2-A Lab no longer", "No class")
    assert (takes(college, "UMEERA"), roles(college)["UMEERA"]) == (set(), "teacher")
    assert deeds(college)[-1] == ("command", "stop teaching", "UMEERA")
    teacher.types("/attendance mark CSE-2").sees("not a class you take")


def test_an_admin_stays_one_with_classes(admin: Speaker, head: Speaker, college: College) -> None:
    admin.types("/attendance teach @Head CSE-2 OS").sees("takes CSE-2 OS now").does_not_see("makes them")
    admin.types("/attendance teach @Office CSE-2 Maths").sees("You take CSE-2 Maths now").does_not_see("makes you")
    assert (roles(college)["UHEAD"], roles(college)[ADMIN]) == ("admin", "teacher")
    admin.types("/attendance staff").sees("admin by the operator's setting", "Takes CSE-2 Maths")


# /attendance staff


def test_the_list_says_who_is_what_and_takes_what(
    house: House, admin: Speaker, teacher: Speaker, head: Speaker, college: College
) -> None:
    college.employs("UOLD", ("CSE-2", "OS"), active=False)
    house.speaker("UOLD", "Old")
    admin.types("/attendance staff").sees("@Office · admin by the operator's setting", "@Head · admin")
    admin.sees("@Meera Iyer · teacher", "Takes CSE-2 DBMS", "@Old · teacher · access ended by the college")
    admin.reads_aloud("Staff", "<@UMEERA> · teacher: Takes CSE-2 DBMS")


def test_the_list_of_a_class_and_of_one_person(admin: Speaker, teacher: Speaker, head: Speaker) -> None:
    admin.types("/attendance staff CSE-2").sees("Staff of CSE-2", "@Meera Iyer").does_not_see("@Head")
    admin.types("/attendance staff @Head").sees("@Head · admin").does_not_see("@Meera Iyer")
    admin.types("/attendance staff ECE-3").sees("Staff of ECE-3", "Nobody is down as theirs")


def test_a_long_list_is_paged(admin: Speaker, college: College, house: House) -> None:
    for number in range(30):
        house.workspace.add_user(f"UT{number:02}", f"Teacher {number:02}")
        college.employs(f"UT{number:02}", ("CSE-2", f"S{number}"))
    admin.types("/attendance staff").sees("page 1 of 3", "@Office").presses("More").sees("page 2 of 3")
    admin.presses("More").sees("page 3 of 3", "@Teacher 29").does_not_see("More")
    admin.presses("Back").sees("page 2 of 3").chooses("No longer staff", beside="@Teacher 15")
    admin.sees("@Teacher 15 is no longer staff", "page 2 of 3")
    assert roles(college)["UT15"] == "student"


def test_a_menu_changes_a_role_after_slack_has_asked(admin: Speaker, teacher: Speaker, college: College) -> None:
    admin.types("/attendance staff").chooses("Make admin", beside="@Meera Iyer")
    assert "Change it?" in admin.asked
    admin.sees("@Meera Iyer is an admin now", "@Meera Iyer · admin").chooses("Make a teacher", beside="@Meera Iyer")
    admin.sees("@Meera Iyer · teacher").chooses("No longer staff", beside="@Meera Iyer")
    admin.sees("is no longer staff", "Taken away with it: CSE-2 DBMS").does_not_see("@Meera Iyer · teacher")
    assert [source for source, *_ in deeds(college)] == ["button"] * 3


def test_a_menu_stops_exactly_the_class_it_names(admin: Speaker, teacher: Speaker, college: College) -> None:
    college.admits_class("CSE-2-A", ("Mani",), "22CSE")
    admin.types("/attendance teach @Meera Iyer CSE-2-A Lab, CSE-1, CSE-2, CSE-2-A, AI&DS-4 ML, B.2")
    admin.types("/attendance staff").chooses("Stop taking CSE-2", beside="@Meera Iyer").sees("takes CSE-2 no longer")
    assert takes(college, "UMEERA") == {"CSE-2 DBMS", "CSE-2-A", "CSE-2-A Lab", "CSE-1", "AI&DS-4 ML", "AI&DS-4 B.2"}
    admin.chooses("Stop taking AI&DS-4 B.2").chooses("Stop taking CSE-2-A Lab")
    assert takes(college, "UMEERA") == {"CSE-2 DBMS", "CSE-2-A", "CSE-1", "AI&DS-4 ML"}


def test_a_menu_of_an_older_list_says_what_is_not_so_any_more(
    admin: Speaker, teacher: Speaker, college: College
) -> None:
    admin.types("/attendance staff")
    with college.database.begin() as tx:
        tx.execute(teaching.delete())
    admin.chooses("Stop taking CSE-2 DBMS", beside="@Meera Iyer").sees("does not take CSE-2 DBMS")
    assert college.audited() == []


def test_the_form_adds_a_teacher(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance staff").presses("Add a teacher").fills("Who", "UARJUN").fills("Class", "cse 2")
    admin.fills("Subject", "dbms, OS").presses("Add").sees("@Arjun Rao takes CSE-2 DBMS and CSE-2 OS now", "a teacher")
    assert (roles(college)["UARJUN"], takes(college, "UARJUN")) == ("teacher", {"CSE-2 DBMS", "CSE-2 OS"})
    assert deeds(college) == [("form", "role", "UARJUN"), ("form", "teach", "UARJUN")]


def test_the_form_makes_an_admin_and_unmakes_none(admin: Speaker, arjun: Speaker, college: College) -> None:
    admin.types("/attendance staff").presses("Add a teacher").fills("Who", "UARJUN").fills("As", "Admin").presses("Add")
    admin.sees("@Arjun Rao is an admin now").presses("Close")
    admin.presses("Add a teacher").fills("Who", "UARJUN").fills("Class", "CSE-2").presses("Add")
    admin.sees("takes CSE-2 now")
    assert roles(college)["UARJUN"] == "admin"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"Who": "UGUEST", "Class": "CSE-2"}, "'Guest' is a guest in Slack"),
        ({"Who": "U0BOT", "Class": "CSE-2"}, "is an app, not a person"),
        ({"Who": "UARJUN", "Class": "somewhere"}, "I can't read 'somewhere' as a class"),
        ({"Who": "UARJUN", "Subject": "DBMS"}, "Which class is the subject for?"),
        ({"Who": "UARJUN", "Class": "CSE-2", "Subject": "DBMS and ECE-3 Lab"}, "a class in 'DBMS and ECE-3 Lab'"),
        ({"Who": "UARJUN", "Class": "CSE-2", "Subject": "x" * 61}, "too long"),
    ],
)
def test_what_is_wrong_in_the_form_stands_at_its_field(
    house: House, admin: Speaker, arjun: Speaker, college: College, fields: dict[str, str], told: str
) -> None:
    house.workspace.add_user("UGUEST", "Guest", restricted=True)
    admin.types("/attendance staff").presses("Add a teacher")
    for label, answer in fields.items():
        admin.fills(label, answer)
    admin.presses("Add").sees(told)
    assert (roles(college), college.audited()) == ({"UMEERA": "teacher"}, [])


# Who may

COMMANDS = (
    "role",
    "role <@UARJUN> admin",
    "role <@UMEERA> student",
    "teach",
    "teach <@UARJUN> CSE-2 OS",
    "teach <@UMEERA> stop CSE-2 DBMS",
    "staff",
    "staff CSE-2",
    "staff junk",
)
SOMEBODY = {"person": {"field": {"selected_user": "USELF"}}, "class": {"field": {"value": "CSE-2"}}}


@pytest.fixture(params=["a student", "a teacher of another class", "a stranger", "a guest down as admin"])
def outsider(request: pytest.FixtureRequest, house: House, college: College, arjun: Speaker) -> Speaker:
    house.speaker("UMEERA", "Meera Iyer")
    if request.param == "a student":
        college.gives_email("21CSE001", "asha@college.example")
        return house.speaker("USELF", "Asha", email="asha@college.example")
    if request.param == "a teacher of another class":
        college.employs("USELF", ("ECE-3", "Signals"))
    if request.param == "a guest down as admin":
        college.employs("USELF", role="admin")
        return house.speaker("USELF", "Guest", restricted=True)
    return house.speaker("USELF", "Somebody")


def unchanged(college: College) -> bool:
    others = {user: role for user, role in roles(college).items() if user != "USELF"}
    done = [entry for entry in college.audited() if entry.action not in ("link", "account")]
    return (others, takes(college, "UMEERA"), takes(college, "USELF") - {"ECE-3 Signals"}, done) == (
        *({"UMEERA": "teacher"}, {"CSE-2 DBMS"}, set(), []),
    )


@pytest.mark.parametrize("typed", COMMANDS)
def test_nobody_else_may_type_it(outsider: Speaker, college: College, typed: str) -> None:
    outsider.types(f"/attendance {typed}").does_not_see("@Meera Iyer", "Takes", "Whom do you mean")
    assert "Only admins can do that" in outsider.screen() or "I don't know you yet" in outsider.screen()
    assert unchanged(college)


@pytest.mark.parametrize(
    ("action_id", "block_id", "value"),
    [
        ("staff.1", "staff", "."),
        ("staffadd", "staff", "add"),
        ("staffdo", "staffdo.USELF.0..", "role.admin"),
        ("staffdo", "staffdo.UMEERA.0..", "role.student"),
        ("staffdo", "staffdo.UMEERA.0..", "stop.CSE.2..DBMS"),
    ],
)
def test_nobody_else_may_press_it(
    house: House, outsider: Speaker, college: College, action_id: str, block_id: str, value: str
) -> None:
    outsider.types("/attendance help")
    chosen = {"selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}
    forged.press(house, "USELF", action_id, value, block_id, **chosen)
    outsider.does_not_see("@Meera Iyer", "Takes")
    assert "Only admins can do that" in outsider.screen() or "I don't know you yet" in outsider.screen()
    assert house.workspace.modal("USELF") is None
    assert unchanged(college)


def test_nobody_else_may_send_the_form(house: House, outsider: Speaker, college: College) -> None:
    role = {"field": {"type": "static_select", "selected_option": {"value": "admin"}}}
    answer = str(forged.submit(house, "USELF", "appoint", {**SOMEBODY, "role": role}))
    assert "Only admins can do that" in answer or "I don't know you yet" in answer
    assert unchanged(college)


@pytest.mark.parametrize(
    ("action_id", "block_id", "value"),
    [
        ("staff.x", "staff", "."),
        ("staff.0", "staff", "nonsense"),
        ("staffdo", "staffdo.UMEERA", "role.admin"),
        ("staffdo", "staffdo.UMEERA.0..", "role.emperor"),
        ("staffdo", "staffdo.UMEERA.0..", "stop.CSE"),
        ("staffdo", "staffdo.UMEERA.0..", ""),
    ],
)
def test_what_no_list_of_ours_carries_is_an_old_button(
    house: House, admin: Speaker, college: College, action_id: str, block_id: str, value: str
) -> None:
    chosen = {"selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}
    forged.press(house, ADMIN, action_id, value, block_id, **chosen)
    admin.sees("This button is from an older message")
    assert unchanged(college)


def test_a_form_with_a_role_it_does_not_offer_is_refused(house: House, admin: Speaker, college: College) -> None:
    role = {"field": {"type": "static_select", "selected_option": {"value": "student"}}}
    assert "older message" in str(forged.submit(house, ADMIN, "appoint", {**SOMEBODY, "role": role}))
    assert unchanged(college)


def test_where_codes_are_asked_for_staff_changes_need_one(
    house: House, admin: Speaker, arjun: Speaker, college: College
) -> None:
    admin.types("/attendance staff").sees("Add a teacher")
    requires_codes(college)
    told = "code from an authenticator app"
    admin.presses("Add a teacher").sees(told)
    admin.types("/attendance role @Arjun Rao teacher").sees(told)
    admin.types("/attendance teach @Arjun Rao CSE-2").sees(told)
    admin.types("/attendance staff").sees("@Office")
    assert "UARJUN" not in roles(college)
