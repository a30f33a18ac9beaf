"""`/attendance jobs`: an admin sees what is done behind the answers, and has tried again what was given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import queueing
from bot.domain.job import MOST_TRIES
from bot.store import jobs as table
from bot.store.tables import job
from bot.views.jobs import KINDS
from handlers import jobs
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.lists import FILE, large
from tests.conversations.reported import marks
from tests.conversations.speaker import Speaker

RESET = {"user": "UHEAD", "by": ADMIN}


def adds(house: House, kind: str = "tell_reset", payload: Mapping[str, Any] = RESET, **after: float) -> int:
    with house.services.database.begin() as tx:
        return table.add(tx, kind, payload, house.clock.now() + timedelta(**after))


def gives_up(house: House) -> None:
    """Every try of all that waits, each at its time."""
    for _ in range(MOST_TRIES):
        house.works()
        house.clock.passes(minutes=15)


def states(house: House) -> list[str]:
    with house.services.database.reading() as tx:
        return list(tx.scalars(select(job.c.state).order_by(job.c.job_id)))


def messages(house: House, user_id: str = "UHEAD") -> int:
    return len(house.workspace.messages(user_id, f"D{user_id}"))


@pytest.fixture
def head(house: House) -> Speaker:
    return house.speaker("UHEAD", "Head")


def test_when_there_is_nothing_to_do_it_says_so(admin: Speaker) -> None:
    admin.types("/attendance jobs").sees("Nothing is running", "Nothing waits", "Nothing was given up")
    admin.reads_aloud("Work behind the answers", "Nothing is running.", "Nothing waits.", "Nothing was given up.")


def test_an_admin_sees_what_runs_and_what_waits(house: House, admin: Speaker, head: Speaker) -> None:
    adds(house)
    adds(house, "forget_file", {"file": "F1"}, minutes=15)
    adds(house, "people", {"cursor": ""})
    assert queueing.take(house.services)
    now, later = (house.clock.local(house.clock.now() + timedelta(minutes=more)) for more in (0, 15))
    admin.types("/attendance jobs").sees(
        "Running: 1",
        f"Notice of a reset authenticator app, for you: running since {now:%H:%M}, try 1 of 5",
        "Waiting: 2",
        f"Taking a file out of Slack: waits until {later:%H:%M}",
        "Settling with Slack's directory: waits for the worker since",
        "Nothing was given up",
    )


def test_an_import_and_an_audit_are_named_with_whom_they_are_for(house: House, admin: Speaker, head: Speaker) -> None:
    admin.types("/attendance students import").uploads(FILE, "secret name.csv", large(3000)).presses("Check the file")
    admin.closes(everything=True)
    adds(house, "auditing", {"by": "UHEAD", "wanted": ["", "", "", "", ""]})
    admin.types("/attendance jobs").sees("Import of students, for you", "Audit as a file, for @Head")
    admin.does_not_see("secret name")


def test_a_report_is_named_with_its_class(
    house: House, admin: Speaker, teacher: Speaker, college: College, bucket: str
) -> None:
    house.stores_in(bucket)
    marks(college)
    teacher.types("/attendance report CSE-2 yesterday")
    admin.types("/attendance report all yesterday")
    admin.types("/attendance jobs").sees("Report of CSE-2, for @Meera Iyer", "Report of all classes, for you")


def test_every_kind_of_work_has_a_name() -> None:
    assert set(jobs.KINDS) == set(KINDS)


def test_what_fails_waits_longer_and_longer_and_says_why(house: House, admin: Speaker, head: Speaker) -> None:
    adds(house)
    house.workspace.webapi.fails("chat.postMessage", "user_disabled")
    house.works()
    admin.types("/attendance jobs").sees("Waiting: 1", "waits until", "after 1 try: NotDelivered, reference")
    house.clock.passes(minutes=1)
    house.works()
    admin.presses("Refresh").sees("after 2 tries: NotDelivered").does_not_see("user_disabled")


def test_what_was_given_up_is_tried_again_with_one_press(house: House, admin: Speaker, head: Speaker) -> None:
    adds(house)
    house.workspace.webapi.fails("chat.postMessage", "user_disabled")
    gives_up(house)
    admin.types("/attendance jobs").sees("Given up: 1", "given up at", "after 5 tries: NotDelivered, reference")
    admin.presses("Try again").sees("It is tried again now", "Waiting: 1", "Nothing was given up")
    house.workspace.webapi.heals()
    house.works()
    assert messages(house) == 1
    admin.presses("Refresh").sees("Nothing is running", "Nothing waits", "Nothing was given up")


def test_the_audit_says_who_had_it_tried_again(house: House, admin: Speaker, head: Speaker, college: College) -> None:
    adds(house)
    house.workspace.webapi.fails("chat.postMessage", "user_disabled")
    gives_up(house)
    admin.types("/attendance jobs").presses("Try again")
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.action, entry.target) == (ADMIN, "button", "retry", "job")
    admin.types("/attendance audit").sees("tried again the work “Notice of a reset authenticator app”", "(button)")


def test_two_admins_who_press_it_have_it_tried_again_once(
    house: House, admin: Speaker, head: Speaker, college: College
) -> None:
    college.employs("UHEAD", role="admin")
    adds(house)
    house.workspace.webapi.fails("chat.postMessage", "user_disabled")
    gives_up(house)
    head.types("/attendance jobs").sees("Given up: 1")
    admin.types("/attendance jobs").presses("Try again").sees("It is tried again now")
    head.presses("Try again").sees("somebody has had it tried again", "Waiting: 1")
    house.workspace.webapi.heals()
    house.works()
    assert (messages(house), len(college.audited())) == (1, 1)


def test_what_was_sent_is_not_sent_again_when_it_is_tried_again(house: House, admin: Speaker, asha: Speaker) -> None:
    adds(house, "exporting", {"by": "UASHA"})
    house.workspace.webapi.fails("files.completeUploadExternal", "file_upload_size_restricted")
    gives_up(house)
    assert messages(house, "UASHA") == 1
    admin.types("/attendance jobs").sees("A student's own data, for @Asha: given up").presses("Try again")
    house.workspace.webapi.heals()
    house.works()
    assert messages(house, "UASHA") == 2
    assert asha.in_dm().downloads("attendance")


@pytest.fixture
def asha(house: House, college: College) -> Speaker:
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha", email="asha@college.example").types("/attendance me")


def test_work_that_ends_every_worker_is_given_up_and_says_so(house: House, admin: Speaker) -> None:
    adds(house, "people", {"cursor": ""})
    for _ in range(MOST_TRIES):
        assert queueing.take(house.services)
        house.clock.passes(minutes=3)
    house.works()
    admin.types("/attendance jobs").sees("given up at", "after 5 tries: it ended the worker each time")


def test_work_nobody_knows_is_given_up_in_the_end_and_shown(house: House, admin: Speaker) -> None:
    adds(house, "dancing_<!channel>", {})
    gives_up(house)
    admin.types("/attendance jobs").sees("Dancing &lt;!channel&gt;: given up", "LookupError")


def test_of_very_much_the_newest_are_shown_and_the_others_counted(house: House, admin: Speaker) -> None:
    with house.services.database.begin() as tx:
        for number in range(30):
            table.add(tx, "forget_file", {"file": f"F{number}"}, house.clock.now() + timedelta(days=number + 1))
    with house.services.database.begin() as tx:
        for _ in range(40):
            table.add(tx, "people", {"cursor": ""}, house.clock.now())
        tx.execute(job.update().where(job.c.kind == "people").values(state="failed", attempts=5))
    admin.types("/attendance jobs").sees("Waiting: 30", "18 older ones are not shown", "Given up: 40", "28 older ones")


def test_somebody_else_is_told_that_it_is_for_admins(house: House, teacher: Speaker, asha: Speaker) -> None:
    for speaker in (teacher, asha):
        speaker.types("/attendance jobs").sees("Only admins can do that").does_not_see("Nothing")
        speaker.types("/attendance jobs please").sees("Only admins can do that").does_not_see("please")
        speaker.types("/attendance help").does_not_see("jobs")
    house.speaker("USTRANGER").types("/attendance jobs").sees("I don't know you yet").does_not_see("Nothing")


@pytest.mark.parametrize("action", ["jobs", "job_again"])
def test_its_buttons_are_for_admins_too(house: House, teacher: Speaker, action: str) -> None:
    job_id = adds(house)
    with house.services.database.begin() as tx:
        tx.execute(job.update().values(state="failed", attempts=5))
    assert forged.press(house, "UMEERA", action, str(job_id)).ok
    teacher.sees("Only admins can do that")
    assert states(house) == ["failed"]


def test_an_admin_who_is_none_any_more_cannot_press_what_they_still_see(
    house: House, head: Speaker, admin: Speaker, college: College
) -> None:
    college.employs("UHEAD", role="admin")
    adds(house)
    with house.services.database.begin() as tx:
        tx.execute(job.update().values(state="failed", attempts=5))
    head.types("/attendance jobs").sees("Given up: 1")
    admin.types("/attendance role @Head student")
    head.presses("Try again").sees("don't know you")
    assert states(house) == ["failed"]


def test_words_after_it_are_not_read(admin: Speaker) -> None:
    admin.types("/attendance jobs failed").sees("I can't read `failed` after `jobs`", "`/attendance jobs` alone")


def test_no_change_of_the_rules_is_in_the_way_of_a_worker(house: House, admin: Speaker, asha: Speaker) -> None:
    """It goes on with the rules as they are by then."""
    admin.types("/attendance settings threshold 80").sees("75 % → 80 %")
    for _ in range(2):
        adds(house, "exporting", {"by": "UASHA"})
    assert jobs.drain(house.services, house.slack) == 2
    assert states(house)[-2:] == ["done", "done"]
