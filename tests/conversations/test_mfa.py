"""An authenticator app: set up with a QR code or a key, moved to another phone, removed; and its secrets at rest."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot import verifying
from bot.auditing import Deed
from bot.store.tables import authenticator, recovery_code
from handlers.jobs import picture
from infra.local.slack.server import serve
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, MFA_KEY, House
from tests.conversations.phone import RECOVERY, Phone, requires_codes, sets_up
from tests.conversations.speaker import Speaker

OTHER_KEY = base64.urlsafe_b64encode(b"another key, thirty-two bytes lo").decode()


def kept(college: College) -> list[tuple[str, bool]]:
    """Who has begun with an app, and whether it counts."""
    with college.database.reading() as tx:
        rows = tx.execute(select(authenticator.c.slack_user_id, authenticator.c.confirmed_at))
        return [(row.slack_user_id, row.confirmed_at is not None) for row in rows]


def files(house: House) -> int:
    return len(list(house.workspace.files.complete()))


def deeds(college: College) -> list[tuple[str, str, str]]:
    return [(entry.actor, entry.source, entry.action) for entry in college.audited() if entry.target == "authenticator"]


def test_an_admin_scans_the_code_and_confirms(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance mfa").sees("Scan the QR code with it. It appears here in a moment", "Or type this key")
    house.works()
    phone = Phone(house).scans(admin.sees("Scan this QR code"))
    assert phone.account == "Attendance: Office"
    admin.fills("six digits", phone.code).presses("Confirm").sees("is set up", "Write these recovery codes down")
    assert len(set(RECOVERY.findall(admin.screen()))) == 10
    assert (kept(college), deeds(college)) == ([(ADMIN, True)], [(ADMIN, "form", "set up")])
    assert files(house) == 0
    admin.presses("Done").types("/attendance mfa").sees("counts since", "10 recovery codes are left")
    admin.does_not_see("key", *RECOVERY.findall(admin.screen()))


def test_the_key_typed_by_hand_will_do_and_no_late_picture_covers_the_recovery_codes(
    house: House, admin: Speaker, college: College
) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    admin.fills("six digits", f"{phone.code[:3]} {phone.code[3:]}").presses("Confirm").sees("recovery codes")
    house.works()
    admin.sees("Write these recovery codes down")
    assert files(house) == 0


def test_what_is_typed_stays_when_the_picture_comes(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    admin.fills("six digits", phone.code)
    house.works()
    admin.sees("Scan this QR code").presses("Confirm").sees("is set up")


def test_a_wrong_code_sets_nothing_up(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    admin.fills("six digits", "12345").presses("Confirm").sees("That is not a code", "123456")
    admin.does_not_see("recovery")
    admin.fills("six digits", phone.wrong_code).presses("Confirm").sees("That code is not right", "4 more tries")
    assert (kept(college), deeds(college)) == ([(ADMIN, False)], [])
    admin.fills("six digits", phone.code).presses("Confirm").sees("is set up")


def test_nothing_stays_at_slack_of_a_form_that_was_closed(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance mfa").presses("Close")
    house.works()
    assert files(house) == 0
    admin.types("/attendance mfa")
    house.works()
    admin.presses("Close")
    assert files(house) == 1
    house.clock.passes(minutes=16)
    house.works()
    assert files(house) == 0


def test_a_slack_that_is_slow_with_pictures_is_waited_for(house: House, admin: Speaker, college: College) -> None:
    house.workspace.files.scan_seconds = 1.5
    admin.types("/attendance mfa")
    house.works()
    Phone(house).scans(admin)


def test_a_slack_that_shows_no_picture_leaves_the_key(
    house: House, admin: Speaker, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "PAUSES", (0.01,))
    house.workspace.files.scan_seconds = 60
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    house.works()
    admin.sees("Slack does not show the QR code just now, so please type the key")
    assert files(house) == 0
    house.workspace.files.scan_seconds = 0
    house.clock.passes(seconds=11)
    house.works()
    assert Phone(house).scans(admin).secret == phone.secret
    admin.fills("six digits", phone.code).presses("Confirm").sees("is set up")


def test_a_set_up_that_waited_too_long_is_over(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    house.clock.passes(minutes=16)
    admin.fills("six digits", phone.code).presses("Confirm").sees("This set-up is over")
    assert kept(college) == [(ADMIN, False)]


def test_only_the_latest_set_up_counts(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    admin.types("/attendance mfa")
    second = Phone(house).types_key(admin)
    assert second.secret != phone.secret
    admin.fills("six digits", phone.code).presses("Confirm").sees("not right")
    admin.fills("six digits", second.code).presses("Confirm").sees("is set up")


def test_secrets_are_sealed_and_codes_hashed(house: House, admin: Speaker, college: College) -> None:
    phone, codes = sets_up(house, admin)
    with college.database.reading() as tx:
        sealed = tx.scalars(select(authenticator.c.secret)).one()
        hashes = set(tx.scalars(select(recovery_code.c.code_hash)))
    assert Fernet(MFA_KEY).decrypt(sealed).decode() == phone.secret
    assert phone.secret not in sealed
    assert len(hashes) == 10
    assert not any(code.replace("-", "") in one or code in one for code in codes for one in hashes)
    told = json.dumps([list(entry) for entry in college.audited()], default=str)
    assert phone.secret not in told
    assert not any(code in told for code in codes)


def test_without_a_key_the_operator_has_to_set_one(database_url: str) -> None:
    house = House(database_url)
    house.mfa_key = ""
    with serve(house.workspace):
        admin, college = house.speaker(ADMIN, "Office"), house.college
        admin.types("/attendance mfa").sees("the operator of this server has to set ATTENDANCE_MFA_KEY", "openssl rand")
        assert kept(college) == []
    house.services.database.close()


def test_keys_are_changed_while_both_are_around(house: House, admin: Speaker, college: College) -> None:
    phone, _ = sets_up(house, admin)
    for keys in (f"{OTHER_KEY},{MFA_KEY}", OTHER_KEY):
        house.mfa_key = keys
        house.restarts()
        admin.types(f"/attendance code {phone.next_code}").sees("The code is right")
    house.mfa_key = MFA_KEY
    house.restarts()
    admin.types(f"/attendance code {phone.next_code}").sees("I can't read what your authenticator app was set up with")


def test_new_recovery_codes_end_the_old_ones(house: House, admin: Speaker, college: College) -> None:
    phone, codes = sets_up(house, admin)
    admin.types("/attendance mfa").presses("New recovery codes").sees("end when you get new ones")
    admin.fills("Code from your app", phone.code).presses("Make them").sees("used already")
    admin.fills("Code from your app", phone.next_code).presses("Make them").sees(
        "earlier recovery codes are worth nothing"
    )
    fresh = RECOVERY.findall(admin.screen())
    admin.presses("Done").types(f"/attendance code {codes[0]}").sees("not right")
    admin.types(f"/attendance code {fresh[0]}").sees("You used a recovery code; 9 recovery codes are left")
    assert [action for *_, action in deeds(college)] == ["set up", "recovery codes renewed", "recovery code used"]


def test_another_phone_takes_over(house: House, admin: Speaker, college: College) -> None:
    old, codes = sets_up(house, admin)
    admin.types("/attendance mfa").presses("Move to another phone").fills("Code from your app", codes[3])
    admin.presses("Go on").sees("Scan the QR code")
    house.works()
    new = Phone(house).scans(admin)
    assert new.secret != old.secret
    admin.fills("six digits", old.code).presses("Confirm").sees("not right")
    admin.fills("six digits", new.code).presses("Confirm").sees("is set up").presses("Done")
    admin.types(f"/attendance code {codes[4]}").sees("not right")
    admin.types(f"/attendance code {new.next_code}").sees("The code is right")
    assert [action for *_, action in deeds(college)] == ["set up", "recovery code used", "moved", "set up"]


def test_an_app_is_removed_with_a_code(house: House, admin: Speaker, college: College) -> None:
    phone, _ = sets_up(house, admin)
    admin.types("/attendance mfa").presses("Remove").fills("Code from your app", phone.wrong_code)
    admin.presses("Remove").sees("not right")
    assert kept(college) == [(ADMIN, True)]
    admin.fills("Code from your app", phone.next_code).presses("Remove").sees("Your authenticator app is removed")
    assert (kept(college), college.count(recovery_code)) == ([], 0)
    assert deeds(college)[-1] == (ADMIN, "form", "removed")


def test_where_the_college_asks_for_codes_no_app_is_removed(house: House, admin: Speaker, college: College) -> None:
    phone, _ = sets_up(house, admin)
    admin.types("/attendance mfa").presses("Remove").fills("Code from your app", phone.next_code)
    requires_codes(college)
    admin.presses("Remove").sees("can't be removed", "Move to another phone")
    assert kept(college) == [(ADMIN, True)]
    admin.presses("Close").reloads().types("/attendance mfa").sees("Your college requires an app").does_not_see(
        "Remove"
    )
    admin.presses("Move to another phone").fills("Code from your app", phone.next_code).presses("Go on").sees("Scan")


def test_a_lost_answer_of_the_database_uses_no_second_code(house: House, admin: Speaker, college: College) -> None:
    """The same deed a second time finds its own work: see `whole_unit`."""
    phone, codes = sets_up(house, admin)
    for code in (phone.next_code, codes[0]):
        deed = Deed(ADMIN, house.clock.now(), "command")
        assert verifying.prove(house.services, deed, code) == verifying.prove(house.services, deed, code)
