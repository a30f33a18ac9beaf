"""The bot's own database user on MySQL does all the bot does, and can neither change nor take out the audit."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, delete, make_url, text, update
from sqlalchemy.exc import DBAPIError

from bot.store.rights import BadUser, grant
from bot.store.tables import audit
from infra.local.slack.server import serve
from tests.conversations.conftest import ADMIN, House, furnished

NOT_ALLOWED = (1142, 1143)


@pytest.fixture
def owner(mysql_url: str) -> Iterator[Engine]:
    engine = create_engine(mysql_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def bots_url(mysql_url: str, owner: Engine) -> Iterator[str]:
    """The migrated database, for a user who was given the bot's rights and no others."""
    user, password, host = f"bot_{secrets.token_hex(4)}", secrets.token_hex(12), make_url(mysql_url).host
    with owner.connect() as connection:
        connection.execute(text(f"CREATE USER `{user}`@`%` IDENTIFIED BY '{password}'"))
        grant(mysql_url, user)
        yield make_url(mysql_url).set(username=user, password=password, host=host).render_as_string(hide_password=False)
        connection.execute(text(f"DROP USER `{user}`@`%`"))


def test_the_bots_user_marks_and_corrects_and_the_audit_grows(bots_url: str) -> None:
    house = House(bots_url)
    with serve(house.workspace):
        college = furnished(house)
        teacher = house.speaker("UMEERA", "Meera Iyer")
        teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance").sees("1 absent")
        teacher.chooses("Late", beside="Chitra").sees("1 late")
        teacher.presses("Undo").sees("1 absent")
        house.speaker(ADMIN, "Office").types("/attendance audit CSE-2").sees("corrected", "took back")
        assert [entry.action for entry in college.audited()] == ["save", "correct", "undo"]
    house.services.database.close()


@pytest.mark.parametrize("change", [update(audit).values(actor="U2"), delete(audit)], ids=["change", "take out"])
def test_the_bots_user_cannot_touch_what_is_in_the_audit(bots_url: str, change: object) -> None:
    house = House(bots_url)
    with serve(house.workspace):
        college = furnished(house)
        house.speaker("UMEERA", "Meera Iyer").types("/attendance mark CSE-2 absent 4").sees("1 absent")
        with pytest.raises(DBAPIError) as refused, college.database.begin() as tx:
            tx.execute(change)  # type: ignore[call-overload]
        assert refused.value.orig is not None
        assert refused.value.orig.args[0] in NOT_ALLOWED
        assert [entry.actor for entry in college.audited()] == ["UMEERA"]
    house.services.database.close()


@pytest.mark.parametrize("user", ["", "a b", "x`; DROP USER root; --", "me@'%'"])
def test_no_other_words_get_into_a_grant(mysql_url: str, user: str) -> None:
    with pytest.raises(BadUser):
        grant(mysql_url, user)
