"""Guards reports against a Slack that takes none: nothing is lost, nothing is posted twice, somebody is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.store.tables import job, report
from infra.local.slack.blockkit import blocks as known_blocks
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.reported import buttons, fetched, in_channel, link_in, marks, posts
from tests.conversations.speaker import Speaker

SHUT = ["not_in_channel", "channel_not_found", "is_archived", "restricted_action"]


@pytest.fixture(autouse=True)
def _there_is_a_bucket(house: House, bucket: str) -> None:
    house.stores_in(bucket)


@pytest.fixture
def days(college: College) -> str:
    marks(college, "AAPPPPPPPPPP", 9, subject="OS")
    marks(college, "AAPPPPPPPPPP", 1)
    return f"{college.today - timedelta(days=10)}..{college.today - timedelta(days=1)}"


def tries(house: House, times: int = 5) -> None:
    """The worker, as often as it tries, each time when it is due."""
    for _ in range(times):
        house.works()
        house.clock.passes(hours=1)


def test_without_a_bucket_it_says_whose_turn_it_is(house: House, teacher: Speaker, college: College, days: str) -> None:
    house.stores_in("")
    teacher.types(f"/attendance report CSE-2 {days}").sees("Whoever runs this bot sets REPORTS_BUCKET")
    assert not college.count(report)
    assert not college.count(job)


def test_a_bot_that_is_not_in_the_channel_answers_the_command_there(house: House, teacher: Speaker, days: str) -> None:
    house.workspace.add_channel("C1", "staff-room", bot_in=False)
    teacher.types(f"/attendance report CSE-2 {days}")
    house.works()
    (message,) = in_channel(house, teacher)
    assert "Summary of CSE-2" in message.text
    teacher.sees("Your file", "only visible to you")


@pytest.mark.parametrize("word", SHUT)
def test_too_late_for_that_it_comes_to_whoever_asked(house: House, teacher: Speaker, days: str, word: str) -> None:
    house.workspace.webapi.fails("chat.postMessage", word, times=1)
    teacher.types(f"/attendance report CSE-2 {days}")
    house.clock.passes(minutes=31)
    house.works()
    assert not in_channel(house, teacher)
    private = teacher.in_dm().sees(
        "I could not post this in #staff-room", "/invite @Attendance", "Summary of CSE-2", "Your file"
    )
    assert fetched(link_in(private.last))[:2] == b"PK"


def test_a_channel_and_an_address_that_are_both_gone(house: House, teacher: Speaker, days: str) -> None:
    house.workspace.add_channel("C1", "staff-room", private=True, bot_in=False)
    teacher.types(f"/attendance report CSE-2 {days}")
    house.workspace.webapi.breaks("response_url", 404)
    house.works()
    teacher.in_dm().sees("I could not post this in #staff-room", "Your file")


def test_after_half_an_hour_the_link_comes_in_a_direct_message(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}")
    house.clock.passes(minutes=31)
    house.works()
    assert len(in_channel(house, teacher)) == 1
    teacher.in_dm().sees("Your file", "(Open the file)").does_not_see("Summary of CSE-2, ")


@pytest.fixture
def old_slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A workspace whose Slack does not know tables and charts yet."""
    for kind in ("data_table", "data_visualization"):
        monkeypatch.delitem(known_blocks.BLOCKS, kind)
    return None


def test_a_slack_without_tables_gets_it_in_words(house: House, teacher: Speaker, days: str, old_slack: None) -> None:
    teacher.types(f"/attendance report CSE-2 {days}").in_dm().types(f"/attendance report CSE-2 {days}")
    house.works()
    for message in (*in_channel(house, teacher), teacher.in_dm().last):
        assert {block["type"] for block in message.blocks} <= {"header", "section", "actions", "context"}
        words = " ".join(block["text"]["text"] for block in message.blocks if block["type"] == "section")
        assert "DBMS: 1 roll call, 10/12 = 83.3 %." in words
        assert "OS: 1 roll call, 10/12 = 83.3 %." in words
    assert house.workspace.webapi.count("chat.postMessage") == 4


def test_a_slack_without_tables_where_the_bot_is_not_in_the_channel(
    house: House, teacher: Speaker, days: str, old_slack: None
) -> None:
    house.workspace.add_channel("C1", "staff-room", bot_in=False)
    teacher.types(f"/attendance report CSE-2 {days}")
    house.works()
    (message,) = in_channel(house, teacher)
    assert "data_table" not in {block["type"] for block in message.blocks}


def test_a_slack_that_is_away_gets_it_later_and_once(house: House, teacher: Speaker, days: str) -> None:
    house.workspace.webapi.fails("chat.postMessage", "ratelimited", times=2)
    teacher.types(f"/attendance report CSE-2 {days}")
    tries(house)
    assert len(in_channel(house, teacher)) == 1
    assert teacher.screen().count("(Open the file)") == 1  # at once, whatever Slack made of the message


def test_a_channel_that_never_takes_it_leaves_the_asker_with_the_file(
    house: House, teacher: Speaker, days: str
) -> None:
    house.workspace.webapi.fails("chat.postMessage", "ratelimited", times=5)
    teacher.types(f"/attendance report CSE-2 {days}")
    tries(house, 5)
    assert not in_channel(house, teacher)
    assert teacher.screen().count("(Open the file)") == 1
    teacher.in_dm().sees("Slack did not take the message with the summary of CSE-2", "The file is made")


def test_a_direct_message_whose_answer_was_lost_is_owned_up_to(
    house: House, teacher: Speaker, college: College, days: str
) -> None:
    private = teacher.in_dm()
    house.workspace.webapi.breaks("chat.postMessage", times=2)  # the report, and then the words about it
    private.types(f"/attendance report CSE-2 {days}")
    tries(house)
    assert private.screen().count("(Post it again)") == 1
    private.sees("has reached your direct messages").presses("Post it again")
    tries(house)
    assert private.screen().count("(Open the file)") == 1


def test_a_lost_message_and_a_lost_word_about_it_are_owned_up_to(
    house: House, teacher: Speaker, college: College, days: str
) -> None:
    teacher.types(f"/attendance report CSE-2 {days}")
    house.workspace.webapi.breaks("chat.postMessage", times=3)
    tries(house, 5)
    assert not in_channel(house, teacher)
    assert teacher.in_dm().screen().count("(Post it again)") == 1


def test_lost_answers_post_nothing_twice_and_the_asker_decides(
    house: House, teacher: Speaker, college: College, days: str
) -> None:
    house.workspace.webapi.breaks("chat.postMessage", times=1, done=True)
    teacher.types(f"/attendance report CSE-2 {days}")
    tries(house)
    assert len(in_channel(house, teacher)) == 1
    private = teacher.in_dm()
    assert "I can't tell whether the summary of CSE-2" in private.screen()
    assert "Your file" in teacher.screen()
    private.presses("Post it again")
    assert "The summary of CSE-2" in private.screen()
    assert "is being posted in #staff-room" in private.screen()
    house.works()
    assert len(in_channel(house, teacher)) == 2
    assert (teacher.screen() + private.screen()).count("(Open the file)") == 1


def test_pressed_twice_it_is_posted_once_more_and_no_more(
    house: House, teacher: Speaker, college: College, days: str
) -> None:
    house.workspace.webapi.breaks("chat.postMessage", times=1)
    teacher.types(f"/attendance report CSE-2 {days}")
    tries(house)
    assert not in_channel(house, teacher)
    (unsure,) = [one for one in house.workspace.messages("UMEERA", "DUMEERA") if "Post it again" in buttons(one)]
    action = buttons(unsure)["Post it again"]
    for _ in range(3):
        forged.press(house, "UMEERA", action["action_id"], action["value"])
    teacher.sees("This report is being posted already")
    tries(house)
    assert len(in_channel(house, teacher)) == 1


def test_what_never_works_is_told_at_last(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}")
    house.stores_in("no-such-bucket")
    tries(house, 4)
    assert "could not make" not in teacher.screen() + teacher.in_dm().screen()
    tries(house, 2)
    teacher.in_dm().sees(
        "Sorry, I could not make the summary of CSE-2", f"/attendance report CSE-2 {days} summary xlsx"
    )
    assert not in_channel(house, teacher)
    (said,) = house.workspace.messages("UMEERA", "DUMEERA")
    assert said.text.startswith("Sorry")


def test_what_works_at_the_second_try_is_told_once(house: House, teacher: Speaker, bucket: str, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}")
    house.stores_in("no-such-bucket")
    tries(house, 2)
    house.stores_in(bucket)
    tries(house, 3)
    assert len(in_channel(house, teacher)) == 1
    assert len(list(posts(house))) == 2


def test_a_lost_answer_to_the_link_brings_no_second_report(house: House, teacher: Speaker, days: str) -> None:
    house.workspace.webapi.breaks("response_url", 500, times=1, done=True)
    teacher.types(f"/attendance report CSE-2 {days}")
    tries(house)
    assert len(in_channel(house, teacher)) == 1
    assert teacher.screen().count("(Open the file)") == 1
    assert "(Open the file)" not in teacher.in_dm().screen()


def test_nothing_that_is_logged_or_kept_of_the_work_says_more_than_it_must(
    house: House, teacher: Speaker, college: College, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    teacher.types(f"/attendance report CSE-2 {days} shortage pdf")
    house.stores_in("no-such-bucket")
    tries(house, 6)
    with college.database.reading() as tx:
        (kept,) = tx.execute(job.select().where(job.c.kind == "reporting")).all()
    assert kept.last_error.startswith("NotStored ")
    told = kept.last_error + capsys.readouterr().out
    for secret in ("Asha", "21CSE001", "hooks", "http", "shortage", "pdf", days):
        assert secret not in told
