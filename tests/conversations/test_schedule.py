"""`/attendance schedule`: a weekly report is set up in a channel, seen there, changed, paused, resumed and stopped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.store.tables import job
from bot.views.schedules import PAUSE
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker
from tests.conversations.weeks import public, schedules, until


@pytest.fixture(autouse=True)
def _wednesday(house: House, college: College) -> None:
    house.stores_in("reports")
    until(house, "wednesday", "10:00")


def next_monday(college: College) -> date:
    return college.today + timedelta((7 - college.today.weekday()) % 7)


def test_a_teacher_sets_up_a_weekly_report_and_the_channel_reads_it(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00").sees(
        "Every Monday at 08:00 the summary of CSE-2 for the week before comes here", "Set up by @Meera Iyer"
    )
    (message,) = public(house, teacher)
    monday = next_monday(college)
    assert f"The next comes on Mon {monday.day} {monday:%b}" in message.text
    house.speaker("UARJUN", "Arjun Rao").sees("Every Monday at 08:00")
    (row,) = schedules(college)
    assert (row.branch, row.year, row.kind, row.format, row.channel) == ("CSE", 2, "summary", "xlsx", "C1")
    assert (row.weekday, row.minute, row.made_by, row.state) == (0, 480, "UMEERA", "active")
    house.works()
    assert len(public(house, teacher)) == 1


def test_nobody_is_answered_twice(house: House, teacher: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    assert [message.ephemeral for message in house.workspace.messages("UMEERA", "C1")] == [False]


def test_typed_again_it_is_the_same_one(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    teacher.types("/attendance schedule cse 2 monday 8am summary").sees("comes here already", "only visible to you")
    assert len(schedules(college)) == len(public(house, teacher)) == 1
    assert [entry.action for entry in college.audited()] == ["add"]


def test_another_day_time_or_format_changes_it(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    teacher.types("/attendance schedule CSE-2 every friday 5pm pdf").sees(
        "Every Friday at 17:00", "with a PDF", "Changed by @Meera Iyer"
    )
    (row,) = schedules(college)
    assert (row.weekday, row.minute, row.format) == (4, 1020, "pdf")


def test_another_kind_is_another_one(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.types("/attendance schedule CSE-2 weekly shortage").sees("the shortage list of CSE-2")
    teacher.types("/attendance schedule CSE-2-A weekly").sees("Nobody sits in")
    assert len(schedules(college)) == 2


def test_on_the_day_itself_it_begins_today_when_the_time_is_to_come(teacher: Speaker, college: College) -> None:
    today, week = college.today, timedelta(days=7)
    teacher.types("/attendance schedule CSE-2 weekly wed 10:01").sees(f"The next comes on Wed {today.day} {today:%b}")
    later = today + week
    teacher.types("/attendance schedule CSE-2 weekly wed 10:00").sees(f"The next comes on Wed {later.day} {later:%b}")


def test_in_a_direct_message_it_comes_to_that_person(house: House, teacher: Speaker, college: College) -> None:
    mine = teacher.in_dm().types("/attendance schedule CSE-2 weekly").sees("Every Monday at 08:00")
    assert schedules(college)[0].channel == "UMEERA"
    assert public(house, teacher) == []
    mine.types("/attendance schedule").sees("CSE-2, summary (xlsx): every Monday at 08:00 here")
    teacher.types("/attendance schedule").sees("every Monday at 08:00 in your direct messages")


def test_the_list_has_what_comes_here_and_what_is_theirs(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    house.workspace.add_channel("C2", "office")
    office = Speaker(house.workspace, admin.user_id, "C2")
    teacher.types("/attendance schedule").sees("No report comes by itself here", "/attendance schedule CSE-2 weekly")
    office.types("/attendance schedule all weekly fri 17:00 shortage pdf")
    admin.types("/attendance schedule CSE-2 weekly register")
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.types("/attendance schedule").sees(
        "CSE-2, register (xlsx): every Monday at 08:00 here", "Set up by @Office", "CSE-2, summary (xlsx)"
    ).does_not_see("all classes", "#office")
    teacher.presses("Pause", beside="CSE-2, summary").sees("Paused by you: the weekly summary of CSE-2")
    with pytest.raises(AssertionError, match="finds no button"):
        teacher.presses("Pause", beside="CSE-2, register")
    admin.types("/attendance schedule list").sees(
        "All classes, shortage list (pdf): every Friday at 17:00 in #office", "Set up by you", "Set up by @Meera Iyer"
    )


def test_a_long_list_has_pages(admin: Speaker, college: College) -> None:
    for number in range(1, 13):
        for kind in ("summary", "register"):
            college.admits(f"S{kind}{number}", f"22ME{kind}{number}", f"ME-{number}")
            admin.types(f"/attendance schedule ME-{number} weekly {kind}")
    admin.types("/attendance schedule").sees("Weekly reports, page 1 of 2", "ME-1, summary")
    admin.presses("More").sees("page 2 of 2", "ME-12, register")
    admin.presses("Pause", beside="ME-12, register").sees("Paused by", "page 2 of 2", "*paused*")
    admin.presses("Earlier").sees("page 1 of 2")


def test_paused_and_resumed_by_its_buttons_where_everybody_sees_it(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly").presses("Pause").sees(
        "Paused by @Meera Iyer: the weekly summary of CSE-2 does not come here until it is resumed"
    )
    (message,) = public(house, teacher)
    assert "Paused by" in message.text
    assert schedules(college)[0].state == "paused"
    teacher.presses("Resume").sees("Resumed by @Meera Iyer: the weekly summary of CSE-2 comes here every Monday")
    teacher.presses("Stop").sees("Stopped by @Meera Iyer", "/attendance schedule CSE-2 weekly mon 08:00 summary xlsx")
    assert schedules(college)[0].state == "stopped"
    teacher.presses("Start again").sees("Resumed by")
    assert (len(public(house, teacher)), schedules(college)[0].state) == (1, "active")
    assert [entry.action for entry in college.audited()] == ["add", "pause", "resume", "stop", "resume"]


def test_paused_resumed_and_stopped_by_words(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.types("/attendance schedule pause CSE-2").sees("Paused by you", "only visible to you")
    teacher.types("/attendance schedule pause CSE-2").sees("The weekly summary of CSE-2 does not come here")
    teacher.types("/attendance schedule resume CSE-2").sees("Resumed by you")
    teacher.types("/attendance schedule cse-2 stop").sees("Stopped by you", "press the button or type", "(Start again)")
    assert schedules(college)[0].state == "stopped"
    teacher.types("/attendance schedule stop CSE-2").sees("No weekly report of CSE-2 comes here")
    teacher.types("/attendance schedule").sees("No report comes by itself here")
    assert [entry.action for entry in college.audited()] == ["add", "pause", "resume", "stop"]


def test_the_channel_reads_what_became_of_it_by_words(house: House, teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    for word, said in (
        ("pause", "Paused by <@UADMIN>: the weekly summary of CSE-2 does not come here until it is resumed"),
        ("resume", "Resumed by <@UADMIN>: the weekly summary of CSE-2 comes here every Monday at 08:00"),
        ("stop", "Stopped by <@UADMIN>: the weekly summary of CSE-2 comes here no longer"),
    ):
        admin.in_dm().types(f"/attendance schedule {word} CSE-2")
        (card,) = public(house, teacher)
        assert said in card.text
    teacher.presses("Start again").sees("Resumed by @Meera Iyer")


def test_the_channel_reads_what_became_of_it_in_the_list(house: House, teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    admin.in_dm().types("/attendance schedule").presses("Pause").sees("Paused by you: the weekly summary of CSE-2")
    assert "Paused by <@UADMIN>" in public(house, teacher)[0].text
    admin.in_dm().presses("Stop").sees("Stopped by you", "To have it again, type").does_not_see("press the button")
    (card,) = public(house, teacher)
    assert "Stopped by <@UADMIN>" in card.text
    assert "press the button or type" in card.text


def test_in_a_direct_message_it_is_by_you(house: House, teacher: Speaker) -> None:
    mine = teacher.in_dm().types("/attendance schedule CSE-2 weekly").presses("Pause").sees("Paused by you")
    mine.presses("Resume").sees("Resumed by you: the weekly summary of CSE-2 comes here every Monday")


def test_after_a_change_the_channel_is_pointed_to_the_newer_message(house: House, teacher: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    teacher.types("/attendance schedule CSE-2 weekly tue 09:00")
    old, new = public(house, teacher)
    assert "a newer message here says when it comes" in old.text
    assert [block["type"] for block in old.blocks] == ["section"]
    assert "Every Tuesday at 09:00" in new.text
    teacher.types("/attendance schedule pause CSE-2")
    assert [message.text[:9] for message in public(house, teacher)] == ["The weekl", "Paused by"]


def test_without_slack_it_is_paused_all_the_same(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    for typed in ("/attendance schedule pause CSE-2", "/attendance schedule CSE-2 weekly fri 17:00"):
        house.workspace.webapi.fails("chat.update", "fatal_error", times=1)
        teacher.types(typed)
    teacher.sees("Every Friday at 17:00")
    assert [row.state for row in schedules(college)] == ["active"]
    assert "Every Monday at 08:00" in public(house, teacher)[0].text


def test_the_list_is_read_aloud_in_sentences(teacher: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.types("/attendance schedule CSE-2 weekly shortage")
    teacher.types("/attendance schedule").reads_aloud("Set up by you. CSE-2, shortage list")


def test_which_one_is_asked_where_it_could_be_several(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.types("/attendance schedule CSE-2 weekly register")
    teacher.types("/attendance schedule stop CSE-2").sees("the summary of CSE-2, the register of CSE-2")
    assert [row.state for row in schedules(college)] == ["active", "active"]
    teacher.types("/attendance schedule stop CSE-2 register").sees("Stopped by")
    teacher.types("/attendance schedule stop").sees("Stopped by", "summary of CSE-2")
    assert [row.state for row in schedules(college)] == ["stopped", "stopped"]


def test_one_of_another_channel_is_found_by_its_words(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    teacher.in_dm().types("/attendance schedule pause CSE-2").sees("does not come in #staff-room until it is resumed")
    assert schedules(college)[0].state == "paused"


def test_stopped_and_set_up_again_it_is_a_new_one(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly").presses("Stop")
    admin.types("/attendance schedule CSE-2 weekly tue").sees("Every Tuesday at 08:00", "Set up by @Office")
    (row,) = schedules(college)
    assert (row.made_by, row.weekday, row.state) == ("UADMIN", 1, "active")


def test_a_button_of_an_older_message_does_not_bring_a_stopped_one_back(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    house.workspace.webapi.fails("chat.update", "message_not_found", times=1)
    teacher.types("/attendance schedule stop CSE-2").sees("Stopped by you")
    card = public(house, teacher)[0]
    house.workspace.press("UMEERA", card.id, card.blocks[-1]["block_id"], PAUSE)
    assert schedules(college)[0].state == "stopped"
    assert "comes here no longer" in public(house, teacher)[0].text


def test_the_audit_of_a_class_has_its_weekly_reports_and_no_others(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    for typed in ("CSE-2", "ECE-3-A", "all"):
        if typed != "all":
            college.admits("Somebody", f"21{typed.replace('-', '')}", typed)
        admin.types(f"/attendance schedule {typed} weekly")
    admin.types("/attendance schedule pause CSE-2")
    for typed in ("CSE-2", "CSE-2-A"):
        admin.types(f"/attendance audit {typed}")
        admin.sees("added the weekly summary of CSE-2", "paused the weekly summary of CSE-2")
        admin.does_not_see("ECE-3-A", "all classes")
    admin.types("/attendance audit ECE-3").sees("added the weekly summary of ECE-3-A").does_not_see("CSE-2")


def test_what_is_said_of_it_in_the_audit(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly").presses("Pause")
    teacher.types("/attendance schedule CSE-2 weekly fri 17:00")
    admin.types("/attendance audit").sees(
        "@Meera Iyer · added the weekly summary of CSE-2: when Monday at 08:00; format xlsx; channel #staff-room",
        "@Meera Iyer · paused the weekly summary of CSE-2: state active → paused (button)",
        "@Meera Iyer · changed the weekly summary of CSE-2: when Monday at 08:00 → Friday at 17:00",
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CSE-2", "To have the report of CSE-2 here every week"),
        ("CSE-2 daily", "I can't do daily"),
        ("all monthly", "I can't do monthly"),
        ("CSE-2 weekly 25:00", "I can't read 25:00 as a time"),
        ("CSE-2 weekly #office", "comes to the channel it is set up in"),
        ("CSE-9 weekly", "Nobody sits in CSE-9"),
        ("CSE-2 weekly bananas", "I can't read bananas"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(admin: Speaker, college: College, typed: str, said: str) -> None:
    admin.types(f"/attendance schedule {typed}").sees(said)
    assert (schedules(college), college.count(job)) == ([], 0)


def test_without_a_bucket_there_is_nothing_to_set_up(house: House, teacher: Speaker, college: College) -> None:
    house.stores_in("")
    teacher.types("/attendance schedule CSE-2 weekly").sees("REPORTS_BUCKET")
    assert schedules(college) == []
