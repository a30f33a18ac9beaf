"""Who may have a report come every week: as with a report, asked again at every press and at every turn."""

from __future__ import annotations

import pytest

from bot.store.tables import job, member, schedule, teaching
from bot.views.schedules import PAUSE, RESUME, STOP
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.phone import sets_up
from tests.conversations.speaker import Speaker
from tests.conversations.weeks import ordered, public, schedules, told, until, wakes

TYPED = ("CSE-2 weekly", "all weekly", "", "list", "stop CSE-2", "pause", "nonsense", "CSE-2 daily")


@pytest.fixture(autouse=True)
def _wednesday(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)
    until(house, "wednesday", "10:00")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("student", "Only teachers and admins can do that"),
        ("stranger", "I don't know you yet"),
        ("deactivated", "I don't know you yet"),
    ],
)
def test_students_and_strangers_are_refused_whatever_they_type(
    house: House, teacher: Speaker, college: College, who: str, said: str
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    speaker = forged.no_admin(house, college, who)
    for typed in TYPED:
        speaker.types(f"/attendance schedule {typed}").sees(said).does_not_see("CSE-2", "daily", "nonsense")
    assert [row.state for row in schedules(college)] == ["active"]


@pytest.mark.parametrize("action", [PAUSE, RESUME, STOP])
@pytest.mark.parametrize("who", ["student", "stranger", "deactivated", "colleague"])
def test_nobody_elses_press_does_anything(
    house: House, teacher: Speaker, college: College, who: str, action: str
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    college.employs("UARJUN", ("CSE-2", "OS"))
    speaker = house.speaker("UARJUN", "Arjun Rao") if who == "colleague" else forged.no_admin(house, college, who)
    before = schedules(college)
    forged.press(house, speaker.user_id, action, str(before[0].schedule_id))
    assert schedules(college) == before
    if who == "colleague":
        speaker.sees("Somebody else set up the weekly summary of CSE-2", "@Meera Iyer")


def test_a_teacher_has_only_their_own_classes_come(teacher: Speaker, college: College) -> None:
    college.admits("Zoya", "22ECE001", "ECE-3")
    teacher.types("/attendance schedule ECE-3 weekly").sees("is not a class you take")
    teacher.types("/attendance schedule all weekly").sees("Only admins")
    assert (schedules(college), college.count(job)) == ([], 0)


def test_a_colleague_does_not_change_it_by_typing_it_again(house: House, teacher: Speaker, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "OS"))
    arjun = house.speaker("UARJUN", "Arjun Rao")
    teacher.types("/attendance schedule CSE-2 weekly")
    arjun.types("/attendance schedule CSE-2 weekly fri").sees("Somebody else set up", "You can ask")
    arjun.types("/attendance schedule stop CSE-2").sees("Somebody else set up")
    assert [(row.weekday, row.state) for row in schedules(college)] == [(0, "active")]


def test_an_admin_changes_and_stops_anybodys_and_it_stays_theirs(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    admin.types("/attendance schedule CSE-2 weekly fri").sees("Every Friday", "Changed by @Office")
    assert schedules(college)[0].made_by == "UMEERA"
    admin.types("/attendance schedule pause CSE-2").sees("Paused by you")
    teacher.types("/attendance schedule resume CSE-2").sees("Resumed by you")


def test_all_classes_need_a_code_where_codes_are_asked_for(house: House, admin: Speaker, college: College) -> None:
    phone, _ = sets_up(house, admin)
    house.clock.passes(minutes=16)
    admin.types("/attendance schedule all weekly").sees("needs a code")
    assert schedules(college) == []
    admin.closes().types(f"/attendance code {phone.code}")
    admin.types("/attendance schedule all weekly").sees("the summary of all classes")
    house.clock.passes(minutes=16)
    admin.types("/attendance schedule pause all").sees("Paused by")
    admin.types("/attendance schedule resume all").sees("needs a code")
    house.clock.passes(days=14)
    assert schedules(college)[0].state == "paused"


def lose_class(college: College) -> None:
    with college.database.begin() as tx:
        tx.execute(teaching.delete().where(teaching.c.slack_user_id == "UMEERA"))


def deactivate(college: College) -> None:
    with college.database.begin() as tx:
        tx.execute(member.update().where(member.c.slack_user_id == "UMEERA").values(active=False))


def test_nothing_is_posted_for_a_teacher_who_takes_the_class_no_longer_and_they_are_told_once(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    lose_class(college)
    until(house, "monday", "08:00")
    wakes(house)
    assert (ordered(college), len(public(house, teacher))) == ([], 1)
    assert "is paused: <@UMEERA>, who set it up, may not read it any more" in public(house, teacher)[0].text
    (message,) = told(house, "UMEERA")
    assert "you may not read it any more" in message
    until(house, "monday", "08:00")
    assert (wakes(house), len(told(house, "UMEERA")), told(house, ADMIN)) == (0, 1, [])
    assert (schedules(college)[0].state, schedules(college)[0].why) == ("paused", "rights")


def test_an_admin_hears_of_it_when_who_set_it_up_is_gone_and_takes_it_over(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    deactivate(college)
    until(house, "monday", "08:00")
    wakes(house)
    (message,) = told(house, ADMIN)
    assert "<@UMEERA> set up" in message
    assert told(house, "UMEERA") == []
    admin.in_dm().presses("Resume").sees("Resumed by")
    assert (schedules(college)[0].made_by, schedules(college)[0].state) == (ADMIN, "active")
    until(house, "monday", "08:00")
    assert (wakes(house), len(public(house, admin))) == (1, 2)


def test_who_lost_the_class_cannot_resume_it(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly").presses("Pause")
    college.employs("UARJUN", ("CSE-2", "OS"))
    with college.database.begin() as tx:
        tx.execute(teaching.update().where(teaching.c.slack_user_id == "UMEERA").values(branch="ECE"))
    teacher.presses("Resume").sees("is not a class you take")
    teacher.presses("Stop")
    assert schedules(college)[0].state == "stopped"


def test_a_colleague_takes_it_over_once_its_owner_may_not_read_it(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    college.employs("UARJUN", ("CSE-2", "OS"))
    lose_class(college)
    until(house, "monday", "08:00")
    wakes(house)
    arjun = house.speaker("UARJUN", "Arjun Rao")
    arjun.types("/attendance schedule CSE-2 weekly").sees("Resumed by @Arjun Rao")
    assert schedules(college)[0].made_by == "UARJUN"


def test_a_button_of_none_there_is_says_so(house: House, admin: Speaker, college: College) -> None:
    forged.press(house, ADMIN, STOP, "99")
    admin.sees("This weekly report is not there any more")
    forged.press(house, ADMIN, STOP, "nonsense")
    admin.sees("This button is from an older message")
    assert college.count(schedule) == 0
