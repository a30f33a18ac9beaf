"""Links that end with the e-mail they came from: else one would go on reading what is another's attendance."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from bot import auditing
from bot.auditing import Deed
from bot.store import links
from bot.store.links import UNLINK


def part(tx: Connection, deed: Deed, student_ids: Collection[int]) -> dict[int, str]:
    """Part students, whose e-mail was changed, from users whom the earlier one linked; those users, by student.

    Audited with the deed. Whoever has the new e-mail in Slack is linked when they next use the bot.
    """
    parted = to_part(tx, student_ids)
    links.untie(tx, list(parted))
    changes = {str(student_id): {"slack_user_id": [user, None]} for student_id, user in parted.items()}
    auditing.all_changed(tx, deed, UNLINK, "student", changes)
    return parted


def to_part(tx: Connection, student_ids: Collection[int]) -> dict[int, str]:
    """Whom it would part. A link stays that an admin made: the audit says it was not the user's own."""
    users = links.users(tx, student_ids)
    made = links.last_deeds(tx, list(users))
    return {
        student_id: user for student_id, user in users.items() if student_id not in made or made[student_id].by == user
    }
