"""What the bot knows of a message Slack did not answer well: certainly not there, or perhaps; never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.notify.slack import NotDelivered, Posted, Slack
from infra.local.mysql import free_port
from infra.local.slack.calls import RESPONSE_URL, UPLOAD
from infra.local.slack.server import serve
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

MESSAGE = {"text": "hello"}
DONE = [True, False]


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    """On one database: it has no part in this."""
    house = House(sqlite_url)
    with serve(house.workspace):
        assert house.handler
        yield house
        house.services.database.close()


@pytest.fixture
def slack(house: House, admin: Speaker) -> Slack:
    return replace(house.slack, seconds=1)


def posting(slack: Slack) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        slack.post(ADMIN, MESSAGE)
    return raised.value


@pytest.mark.parametrize("word", ["channel_not_found", "not_in_channel", "invalid_blocks", "user_disabled"])
def test_slacks_no_is_certain(house: House, slack: Slack, word: str) -> None:
    house.workspace.webapi.fails("chat.postMessage", word)
    refused = posting(slack)
    assert (str(refused), refused.is_certain, refused.is_away) == (word, True, False)


def test_too_many_at_once_is_certain_and_may_be_otherwise_later(house: House, slack: Slack) -> None:
    house.workspace.webapi.fails("chat.postMessage", "ratelimited")
    refused = posting(slack)
    assert (str(refused), refused.is_certain, refused.is_away) == ("ratelimited", True, True)


@pytest.mark.parametrize("done", DONE)
@pytest.mark.parametrize("word", ["internal_error", "fatal_error", "service_unavailable"])
def test_a_slack_that_broke_on_the_way_may_have_taken_it(house: House, slack: Slack, word: str, done: bool) -> None:
    house.workspace.webapi.fails("chat.postMessage", word, done=done)
    broken = posting(slack)
    assert (str(broken), broken.is_certain, broken.is_away) == (word, False, True)


@pytest.mark.parametrize("done", DONE)
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_so_may_one_that_answers_with_an_error_page(house: House, slack: Slack, status: int, done: bool) -> None:
    house.workspace.webapi.breaks("chat.postMessage", status, done=done)
    broken = posting(slack)
    assert (str(broken), broken.is_certain, broken.is_away) == (f"http_{status}", False, True)


def test_so_may_a_page_that_is_no_answer_at_all(house: House, slack: Slack) -> None:
    house.workspace.webapi.breaks("chat.postMessage", 200)
    assert not posting(slack).is_certain


@pytest.mark.parametrize("done", DONE)
def test_so_may_one_that_does_not_answer_in_time(house: House, slack: Slack, done: bool) -> None:
    house.workspace.webapi.hangs("chat.postMessage", 3, done=done)
    silent = posting(slack)
    assert (silent.is_certain, silent.is_away) == (False, True)


def test_what_reaches_nobody_is_certain(slack: Slack) -> None:
    for address in (f"http://127.0.0.1:{free_port()}/api/", "http://no-such-host.invalid/api/"):
        nowhere = posting(replace(slack, api_url=address))
        assert (nowhere.is_certain, nowhere.is_away) == (True, True), address


def test_a_page_of_somebody_in_between_is_not_told_on(house: House, slack: Slack) -> None:
    house.workspace.webapi.breaks("chat.postMessage", 403)
    refused = posting(slack)
    assert (str(refused), refused.is_certain) == ("http_403", True)


# Files


@pytest.mark.parametrize("call", ["files.getUploadURLExternal", UPLOAD])
def test_a_file_that_does_not_get_as_far_as_being_shown_is_certain(house: House, slack: Slack, call: str) -> None:
    for trouble in (house.workspace.webapi.breaks, house.workspace.webapi.hangs):
        trouble(call, times=1)
        with pytest.raises(NotDelivered) as raised:
            slack.bring_file("a.csv", b"1")
        assert (raised.value.is_certain, raised.value.is_away) == (True, True)
        house.workspace.webapi.heals()


def test_nobody_sees_a_file_that_was_only_brought(house: House, slack: Slack, admin: Speaker) -> None:
    file_id = slack.bring_file("a.csv", b"1")
    assert house.workspace.files_shared_with(ADMIN) == []
    slack.show_file(Posted(f"D{ADMIN}", ""), file_id, "a.csv")
    assert house.workspace.files_shared_with(ADMIN) == ["a.csv"]


def test_a_file_comes_by_somebodys_id_where_their_conversation_is_not_known(house: House, slack: Slack) -> None:
    slack.show_file(Posted(ADMIN, ""), slack.bring_file("a.csv", b"1"), "a.csv")
    assert house.workspace.files_shared_with(ADMIN) == ["a.csv"]


@pytest.mark.parametrize("done", DONE)
def test_a_file_of_which_slack_does_not_say_whether_it_is_shown_may_be(house: House, slack: Slack, done: bool) -> None:
    house.workspace.webapi.breaks("files.completeUploadExternal", done=done)
    file_id = slack.bring_file("a.csv", b"1")
    with pytest.raises(NotDelivered) as raised:
        slack.show_file(Posted(f"D{ADMIN}", ""), file_id, "a.csv")
    assert not raised.value.is_certain
    assert len(house.workspace.files_shared_with(ADMIN)) == done


# Answers to a press


def answering(slack: Slack, address: str) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        slack.answer(address, MESSAGE)
    return raised.value


def test_an_address_that_takes_no_more_answers_is_certain(house: House, slack: Slack, college: College) -> None:
    address = house.workspace.public_url + house.workspace.tickets.hook(ADMIN, "C1")
    for _ in range(5):
        slack.answer(address, MESSAGE)
    used_up = answering(slack, address)
    assert (used_up.is_certain, used_up.is_away) == (True, False)
    assert answering(slack, "https://example.com/hooks/1").is_certain


@pytest.mark.parametrize("done", DONE)
def test_an_answer_of_which_slack_does_not_say_whether_it_took_it_may_be_there(
    house: House, slack: Slack, done: bool
) -> None:
    address = house.workspace.public_url + house.workspace.tickets.hook(ADMIN, "C1")
    house.workspace.webapi.breaks(RESPONSE_URL, done=done)
    broken = answering(slack, address)
    assert (broken.is_certain, broken.is_away) == (False, True)
    house.workspace.webapi.hangs(RESPONSE_URL, 3, done=done)
    assert not answering(slack, address).is_certain
