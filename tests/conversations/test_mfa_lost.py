"""An authenticator app that was lost: another admin resets it, or the operator, and its owner is told."""

from __future__ import annotations

import pytest

from handlers import reset_mfa
from handlers.lambda_worker import handler as worker
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, MFA_KEY, House
from tests.conversations.phone import HEAD, Phone, another_admin, both_set_up, sets_up
from tests.conversations.speaker import Speaker

SENSITIVE = "/attendance mfa reset @Head"


@pytest.fixture
def head(house: House, college: College) -> Speaker:
    """Another admin, with an app of their own that nobody needs any more."""
    return another_admin(house, college)


@pytest.fixture
def phone(house: House, admin: Speaker, head: Speaker) -> Phone:
    """The office's phone, on which the code of the set-up is no longer good."""
    return both_set_up(house, admin, head)


def test_another_admin_resets_a_lost_app(house: House, admin: Speaker, head: Speaker, phone: Phone) -> None:
    admin.types(f"/attendance code {phone.code}").types(SENSITIVE).presses("Reset").sees("is reset", "I tell them so")
    told = house.workspace.messages(HEAD, f"D{HEAD}")[-1].text
    assert f"was reset by <@{ADMIN}>" in told
    head.types("/attendance code 123456").sees("no authenticator app set up")
    head.types("/attendance mfa").sees("Scan the QR code")
    admin.types(SENSITIVE).presses("Reset").sees("is reset")
    admin.types(SENSITIVE).sees("There is nothing to reset")


@pytest.mark.parametrize("typed", ["reset", "reset head", "reset @Head @Head", "rest @Head", "foo"])
def test_a_reset_names_one_person(admin: Speaker, head: Speaker, typed: str) -> None:
    admin.types(f"/attendance mfa {typed}").sees("I can't read", "/attendance mfa reset @name")


def test_nobody_resets_their_own(admin: Speaker, phone: Phone) -> None:
    admin.types("/attendance mfa reset @Office").sees("This needs a code")
    admin.fills("Code from your app", phone.code).presses("Confirm").presses("Close")
    admin.types("/attendance mfa reset @Office").sees("You can't reset your own")


@pytest.fixture
def operator(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever runs the server."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "signing-secret")
    monkeypatch.setenv("SLACK_API_URL", f"{house.workspace.public_url}/api/")
    monkeypatch.setenv("DATABASE_URL", house.database_url)
    monkeypatch.setenv("ATTENDANCE_MFA_KEY", MFA_KEY)


@pytest.mark.usefixtures("operator")
def test_the_operator_resets_the_app_of_the_last_admin(house: House, admin: Speaker, college: College) -> None:
    for reset in (lambda: worker({"job": "reset_mfa", "user": ADMIN}), lambda: reset_mfa.main(ADMIN)):
        sets_up(house, admin)
        reset()
        admin.types("/attendance code 123456").sees("no authenticator app set up")
        assert "was reset by the operator" in house.workspace.messages(ADMIN, f"D{ADMIN}")[-1].text
    deeds = [(entry.actor, entry.source) for entry in college.audited() if entry.action == "reset"]
    assert deeds == [("operator", "job")] * 2
