"""A worker that is ended anywhere in the middle of its work: another one does it, and nobody is written to twice.

The workers are processes that are really killed: before each statement to the database in turn, which is also right
after each call of Slack, and while Slack has the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from bot import exporting, importing, reviewing, syncing
from bot.auditing import Deed
from bot.domain.imports import Upload
from bot.domain.review import Wanted
from bot.importing import Sent
from bot.store import jobs as table
from bot.store.tables import audit, job
from bot.verifying import SHOWN_FOR
from bot.views import audits
from infra.local.slack.people import User
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.lists import listing, register
from tests.conversations.mortal import Workers
from tests.conversations.phone import another_admin
from tests.conversations.reported import marks
from tests.soon import soon

EVERY = {"sqlite": 1, "mysql": 6}
"""Of how many statements one is the last a worker gets to: each takes a worker and its successor."""


@dataclass
class Case:
    """Some work: `order` writes it down, `check` says whether it was done as it should. Of long work, not every step
    is tried."""

    house: House
    order: Callable[[], Any]
    check: Callable[[], Any]
    step: int = 1


@pytest.fixture(scope="module")
def workers(aws: str) -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


def told(house: House, user_id: str) -> list[str]:
    """What stands in somebody's direct messages with the bot; a file by its name."""
    messages = house.workspace.messages(user_id, f"D{user_id}")
    return [next((str(card["name"]) for card in house.workspace.files.cards(one.files)), one.text) for one in messages]


class Told:
    """What somebody was told since it was asked last."""

    def __init__(self, house: House, user_id: str) -> None:
        self._house, self._user_id, self._before = house, user_id, len(told(house, user_id))

    def news(self) -> list[str]:
        everything = told(self._house, self._user_id)
        news, self._before = everything[self._before :], len(everything)
        return news


def deed(house: House, by: str = ADMIN) -> Deed:
    return Deed(by, house.clock.now(), "form")


def ended_everywhere(case: Case, workers: Workers) -> None:
    """A worker is ended before its first statement, another before its second, and so on to the end of the work."""
    step = case.step * EVERY["sqlite" if case.house.database_url.startswith("sqlite") else "mysql"]
    for ends_before in count(1, step):
        case.order()
        workers.begins(case.house, ends_before)
        was_ended = workers.was_ended()
        follow(case.house)
        case.check()
        if not was_ended:
            assert ends_before > 5
            return


def follow(house: House) -> None:
    """Another worker comes, once nothing was heard of the first for long enough."""
    house.clock.passes(minutes=2.1)
    house.works()


# The work


@pytest.fixture
def export(house: House, college: College) -> Case:
    college.gives_email("21CSE001", "asha@college.example")
    house.speaker("UASHA", "Asha", email="asha@college.example").types("/attendance me")
    asha = Told(house, "UASHA")

    def order() -> None:
        exporting.ask(house.services, deed(house, "UASHA"), "exporting", {"by": "UASHA"})

    def check() -> None:
        message, file = asha.news()
        assert message.startswith("Everything I keep on you")
        assert file.endswith(".xlsx")

    return Case(house, order, check)


@pytest.fixture
def audit_file(house: House, college: College) -> Case:
    house.speaker(ADMIN, "Office").types("/attendance role @Office admin")
    office, wanted = Told(house, ADMIN), Wanted()

    def order() -> None:
        payload = {"by": ADMIN, "wanted": audits.as_json(wanted)}
        reviewing.ask_for_file(house.services, deed(house), wanted, "auditing", payload)

    def check() -> None:
        message, file = office.news()
        assert "changed values" in message
        assert file.endswith(".csv")

    return Case(house, order, check)


@pytest.fixture
def reset(house: House, college: College) -> Case:
    house.speaker("UHEAD", "Head")
    head = Told(house, "UHEAD")

    def order() -> None:
        with house.services.database.begin() as tx:
            table.add(tx, "tell_reset", {"user": "UHEAD", "by": ADMIN}, house.clock.now())

    def check() -> None:
        (message,) = head.news()
        assert f"was reset by <@{ADMIN}>" in message

    return Case(house, order, check)


def brought(house: House, content: bytes) -> int:
    """A list of students that waits for its check; its import."""
    file = house.workspace.upload(ADMIN, "students.csv", content)
    url = str(file["url_private_download"])
    upload = Upload("students.csv", len(content), house.clock.today(), str(file["id"]), url)
    return importing.receive(house.services, deed(house), Sent(upload))[0].import_id


@pytest.fixture
def check_of_a_list(house: House, college: College) -> Case:
    house.speaker(ADMIN, "Office")
    office = Told(house, ADMIN)

    def order() -> None:
        brought(house, listing("31CSE001,Nila,nowhere,,,", "31CSE002,Ravi,CSE-2,,,"))

    def check() -> None:
        """One that was ended right after it wrote the first message does not know where that stands."""
        *begun, one, other = office.news()
        assert begun in ([], ["Checking students.csv…"])
        assert {text.partition(", checked")[0] for text in (one, other)} == {"students.csv", "students errors.csv"}

    return Case(house, order, check)


@pytest.fixture
def list_applied(house: House, college: College) -> Case:
    """By another admin than the one who sent it, who is told as well."""
    house.speaker(ADMIN, "Office")
    another_admin(house, college)
    office, head, number = Told(house, ADMIN), Told(house, "UHEAD"), count(1)
    rolls: list[str] = []

    def order() -> None:
        rolls.append(f"31CSE{next(number):03}")
        import_id = brought(house, listing(f"{rolls[-1]},Nila,CSE-2,,,"))
        house.works()
        importing.claim(house.services, deed(house, "UHEAD"), import_id)

    def check() -> None:
        (message,), (to_the_other,) = office.news(), head.news()
        assert "is applied: 1 row: 1 new" in message
        assert "is applied: 1 row: 1 new" in to_the_other
        assert rolls[-1] in register(college)
        with college.database.reading() as tx:
            applied = tx.execute(select(audit).where(audit.c.target == "import")).all()
        assert len(applied) == len(rolls)

    return Case(house, order, check)


@pytest.fixture
def night(house: House, college: College) -> Case:
    """Three pages of Slack's directory, which are ordered one after the other."""
    for number in range(430):
        house.workspace.people.add_user(User(f"UX{number:03}", f"X{number}", f"x{number}"))
    ordered: list[int] = []

    def order() -> None:
        ordered.append(syncing.begin(house.services))

    def check() -> None:
        with college.database.reading() as tx:
            states = tx.scalars(select(job.c.state).where(job.c.kind == "people")).all()
        assert states == ["done"] * 3 * len(ordered)

    return Case(house, order, check)


@pytest.fixture
def picture(house: House, college: College) -> Case:
    admin = house.speaker(ADMIN, "Office")

    def order() -> None:
        admin.types("/attendance mfa").sees("It appears here in a moment")

    def check() -> None:
        admin.sees("Scan this QR code").presses("Close")
        house.clock.passes(seconds=SHOWN_FOR.total_seconds() + 60)
        house.works()
        assert not list(house.workspace.files.complete())

    return Case(house, order, check)


@pytest.fixture
def report(house: House, college: College, bucket: str) -> Case:
    """In a channel, with a link for whoever asked, whom it reaches below what they typed or in a direct message."""
    house.stores_in(bucket)
    marks(college)
    meera = house.speaker("UMEERA", "Meera Iyer")
    seen = [0, 0]

    def order() -> None:
        meera.types("/attendance report CSE-2 yesterday").sees("Preparing the summary of CSE-2")

    def check() -> None:
        shown = house.workspace.messages("UMEERA", "C1")
        public = [one for one in shown if not one.ephemeral and "Summary of CSE-2" in one.text]
        links = [one for one in (*told(house, "UMEERA"), *(one.text for one in shown)) if "Your file" in one]
        assert [len(public), len(links)] == [seen[0] + 1, seen[1] + 1]
        seen[:] = [len(public), len(links)]

    return Case(house, order, check, step=3)


CASES = ("export", "audit_file", "reset", "check_of_a_list", "list_applied", "night", "picture", "report")


@pytest.mark.parametrize("name", CASES)
def test_wherever_a_worker_is_ended_its_work_is_done_once(
    house: House, request: pytest.FixtureRequest, name: str, workers: Workers
) -> None:
    ended_everywhere(request.getfixturevalue(name), workers)


# While Slack has the call

SEEN = {
    "export": ("chat.postMessage", "files.completeUploadExternal"),
    "audit_file": ("chat.postMessage", "files.completeUploadExternal"),
    "reset": ("chat.postMessage",),
    "check_of_a_list": ("chat.postMessage", "files.completeUploadExternal", "chat.update"),
    "list_applied": ("chat.postMessage", "chat.update"),
    "picture": ("files.completeUploadExternal", "views.update"),
    "report": ("response_url",),
}
UNSEEN = {
    "export": ("files.getUploadURLExternal", "upload"),
    "check_of_a_list": ("download", "files.getUploadURLExternal", "upload"),
    "night": ("users.list",),
    "picture": ("files.getUploadURLExternal", "upload"),
}


def pairs(calls: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, call) for name, several in calls.items() for call in several]


def ended_in(case: Case, workers: Workers, call: str, *, done: bool) -> None:
    """A worker is ended while it waits for Slack's answer to this call, which is done all the same, or is not."""
    case.order()
    slack = case.house.workspace.webapi
    slack.forget()
    slack.hangs(call, 60, times=1, done=done)
    worker = workers.begins(case.house)
    soon(lambda: slack.count(call))
    workers.ends(worker)
    slack.heals()
    follow(case.house)


@pytest.mark.parametrize(("name", "call"), pairs(SEEN))
def test_what_slack_took_before_the_worker_ended_is_not_written_again(
    house: House, request: pytest.FixtureRequest, name: str, call: str, workers: Workers
) -> None:
    case = request.getfixturevalue(name)
    ended_in(case, workers, call, done=True)
    case.check()


@pytest.mark.parametrize(("name", "call"), pairs(UNSEEN))
def test_what_nobody_sees_of_a_call_is_done_again(
    house: House, request: pytest.FixtureRequest, name: str, call: str, workers: Workers
) -> None:
    case = request.getfixturevalue(name)
    ended_in(case, workers, call, done=False)
    case.check()


def test_a_file_comes_even_when_nobody_knows_whether_its_message_did(
    house: House, export: Case, workers: Workers
) -> None:
    ended_in(export, workers, "chat.postMessage", done=False)
    (file,) = told(house, "UASHA")
    assert file.endswith(".xlsx")


def test_when_nobody_knows_whether_the_file_came_its_message_says_so(
    house: House, export: Case, workers: Workers
) -> None:
    ended_in(export, workers, "files.completeUploadExternal", done=False)
    (message,) = told(house, "UASHA")
    assert "If it is not below, please ask for it again" in message


def test_the_result_of_a_list_comes_even_when_nobody_knows_whether_the_first_message_did(
    house: House, check_of_a_list: Case, workers: Workers
) -> None:
    ended_in(check_of_a_list, workers, "chat.postMessage", done=False)
    file, message = told(house, ADMIN)
    assert file == "students errors.csv"
    assert "checked. 2 rows: 1 new" in message
