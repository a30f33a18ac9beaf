"""Every table, as the migrations build it on MySQL, MariaDB and SQLite.

Text compares byte for byte everywhere (`utf8mb4_bin`): databases disagree on case, digits and trailing spaces, so
values are normalised before they arrive. "None" is `''` in key columns, because NULLs are distinct in unique keys.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator

FOREVER = date(9999, 12, 31)
"""The last day of an enrolment that has not ended: a date, so that ranges stay plain comparisons."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept to the microsecond without a zone, as both databases can."""

    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


BigId = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
LongBytes = LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:
    return Table(
        name,
        metadata,
        *parts,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )


def _class_columns() -> list[Column[Any]]:
    return [
        Column("branch", String(10), nullable=False),
        Column("year", SmallInteger, nullable=False),
        Column("section", String(4), nullable=False, server_default=""),
    ]


student = _table(
    "student",
    Column("student_id", BigId, primary_key=True, autoincrement=True),
    Column("name", String(120), nullable=False),
    Column("roll_no", String(32), nullable=False, unique=True),
    *_class_columns(),
    Column("email", String(254), unique=True),
    Column("guardian_contact", String(254), nullable=False, server_default=""),
    Column("slack_user_id", String(32), unique=True),
    Column("active", Boolean, nullable=False, server_default=text("1")),
    Column("erased_at", Instant),  # then nothing above says who it was; the marks stay, for the totals
)

enrolment = _table(
    "enrolment",
    Column("enrolment_id", BigId, primary_key=True, autoincrement=True),
    Column("student_id", BigId, ForeignKey("student.student_id"), nullable=False),
    *_class_columns(),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False, server_default=FOREVER.isoformat()),
    CheckConstraint("starts_on <= ends_on", name="dates"),
    UniqueConstraint("student_id", "starts_on"),
    Index(None, "branch", "year", "section", "starts_on", "ends_on", "student_id"),
    Index("ix_enrolment_of_student", "student_id", "branch", "year", "section", "starts_on", "ends_on"),
)

member = _table(
    # `active` is the college's word, `account` Slack's: full, guest, or gone (deactivated, or of another workspace).
    "member",
    Column("slack_user_id", String(32), primary_key=True),
    Column("role", String(8), nullable=False),
    Column("name", String(120), nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=text("1")),
    Column("account", String(5), nullable=False, server_default="full"),
    CheckConstraint("role IN ('admin', 'teacher', 'student')", name="role"),
)

teaching = _table(
    "teaching",
    Column("teaching_id", BigId, primary_key=True, autoincrement=True),
    Column("slack_user_id", String(32), ForeignKey("member.slack_user_id"), nullable=False),
    *_class_columns(),
    Column("subject", String(60), nullable=False, server_default=""),
    UniqueConstraint("slack_user_id", "branch", "year", "section", "subject"),
    Index(None, "branch", "year"),
)

plan = _table(  # how many roll calls the college plans for a class in a subject this term
    "plan",
    *[Column(c.name, c.type, primary_key=True, server_default=c.server_default) for c in _class_columns()],
    Column("subject", String(60), primary_key=True, server_default=""),
    Column("roll_calls", Integer, nullable=False),
)

promotion = _table(
    # A class, or a part of it, moved to another; `steps` is JSON, all it takes to undo it.
    "promotion",
    Column("promotion_id", BigId, primary_key=True, autoincrement=True),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("steps", LongText, nullable=False),
)

college = _table(
    # One row, once an admin has changed a setting; until then the environment decides. `rules` is JSON.
    "college",
    Column("college_id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("rules", LongText, nullable=False),
    CheckConstraint("college_id = 1", name="alone"),
)

holiday = _table(
    "holiday",
    Column("date", Date, primary_key=True),
    Column("name", String(120), nullable=False),
)

student_import = _table(
    # A file of students that was checked and waits for its Apply. `parsed` is compressed, and thrown away afterwards.
    "student_import",
    Column("import_id", BigId, primary_key=True, autoincrement=True),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("file", LongText, nullable=False),  # JSON: Slack's file id, its name and size, and what was asked with it
    Column("message", String(100), nullable=False, server_default=""),  # where its progress is shown: channel and ts
    Column("parsed", LongBytes),
    Column("outcome", LongText),  # JSON: what the check or the Apply came to
    CheckConstraint("state IN ('waiting', 'checked', 'applying', 'applied', 'refused', 'dropped')", name="state"),
    Index(None, "made_at"),
)

authenticator = _table(
    # An authenticator app (TOTP). `secret` is encrypted; `last_step` is the newest code used, which no code may repeat.
    "authenticator",
    Column("slack_user_id", String(32), primary_key=True),
    Column("secret", String(255), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("last_step", BigInteger, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Instant),
    Column("proven_until", Instant),
)

recovery_code = _table(
    "recovery_code",
    Column("slack_user_id", String(32), ForeignKey("authenticator.slack_user_id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    Column("used_at", Instant),
)

roll_call = _table(
    "roll_call",
    Column("roll_call_id", BigId, primary_key=True, autoincrement=True),
    *_class_columns(),
    Column("date", Date, nullable=False),
    Column("subject", String(60), nullable=False, server_default=""),
    Column("period", String(8), nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="open"),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("taken_by", String(32)),
    Column("taken_at", Instant),
    CheckConstraint("state IN ('open', 'taken', 'cancelled')", name="state"),
    UniqueConstraint("branch", "year", "section", "date", "subject", "period", name="uq_roll_call_held"),
    Index("ix_roll_call_by_state", "branch", "year", "date", "state", "section", "subject"),
)

attendance = _table(
    # A row exists only while its roll call is taken. Date, class and subject are copies of the roll call's, which
    # never change, so that one index answers a student's standing without touching the roll calls.
    "attendance",
    Column("attendance_id", BigId, primary_key=True, autoincrement=True),
    Column("roll_call_id", BigId, ForeignKey("roll_call.roll_call_id"), nullable=False),
    Column("student_id", BigId, ForeignKey("student.student_id"), nullable=False),
    Column("date", Date, nullable=False),
    Column("status", String(1), nullable=False),
    *_class_columns(),
    Column("subject", String(60), nullable=False, server_default=""),
    CheckConstraint("status IN ('P', 'A', 'L', 'E', 'O')", name="status"),
    UniqueConstraint("roll_call_id", "student_id"),
    Index(
        "ix_attendance_standing",
        *("student_id", "date", "status", "subject", "branch", "year", "section", "roll_call_id"),
    ),
)

draft = _table(
    # What a teacher has ticked and not saved, one row per student of a touched group, for one version of a roll call.
    "draft",
    Column("slack_user_id", String(32), primary_key=True),
    Column("roll_call_id", BigId, ForeignKey("roll_call.roll_call_id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("student_id", BigId, ForeignKey("student.student_id"), primary_key=True, autoincrement=False),
    Column("status", String(1)),  # NULL: the tick is off, nothing more
    Column("acted_at", BigInteger, nullable=False),  # Slack's action_ts in microseconds
)

job = _table(
    "job",
    Column("job_id", BigId, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("payload", LongText, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("run_after", Instant, nullable=False),
    Column("since", Instant),  # when its state became what it is; NULL in rows older than this column
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("claimed_until", Instant),
    Column("last_error", String(200), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    Index(None, "state", "run_after"),
)

posting = _table(
    # What a job wrote to somebody: begun before Slack is called, with the message once Slack has answered, so that a
    # job that runs again writes nothing twice.
    "posting",
    Column("job_id", BigId, primary_key=True, autoincrement=False),
    Column("what", String(20), primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("message", String(100)),  # channel and ts, "" where Slack names none; NULL: nobody knows whether it arrived
)

schedule = _table(
    # A report that comes by itself every week; `branch` is "" and `year` 0 for all classes.
    "schedule",
    Column("schedule_id", BigId, primary_key=True, autoincrement=True),
    *_class_columns(),
    Column("kind", String(8), nullable=False),
    Column("format", String(4), nullable=False),
    Column("weekday", SmallInteger, nullable=False),  # 0 is Monday
    Column("minute", SmallInteger, nullable=False),  # of the day, at the college
    Column("channel", String(32), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("handled_on", Date, nullable=False),  # the day of the last turn that was seen to
    Column("state", String(8), nullable=False, server_default="active"),
    Column("why", String(20), nullable=False, server_default=""),  # it paused by itself
    Column("message", String(100), nullable=False, server_default=""),  # what announced it: channel and ts
    CheckConstraint("state IN ('active', 'paused', 'stopped')", name="state"),
    UniqueConstraint("branch", "year", "section", "kind", "channel", name="uq_schedule_same"),
    Index(None, "state"),
)

report = _table(
    # A report somebody asked for. `wanted`, `facts` and `files` are JSON; `folder` is in its keys, and hard to guess.
    "report",
    Column("report_id", BigId, primary_key=True, autoincrement=True),
    Column("asked_by", String(32), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("wanted", LongText, nullable=False),
    Column("channel", String(32), nullable=False, server_default=""),  # "": for whoever asked alone
    Column("schedule_id", BigId, ForeignKey("schedule.schedule_id")),
    Column("folder", String(64), nullable=False),
    Column("state", String(8), nullable=False, server_default="asked"),
    Column("made_at", Instant),
    Column("facts", LongText),
    Column("files", LongText),
    Column("message", String(100), nullable=False, server_default=""),  # where a link is shared: channel and ts
    CheckConstraint("state IN ('asked', 'made', 'gone')", name="state"),
    Index(None, "state", "asked_at"),
)

share_link = _table(
    # The bot's own address of a file, put where others see it.
    "share_link",
    Column("link_id", BigId, primary_key=True, autoincrement=True),
    Column("report_id", BigId, ForeignKey("report.report_id"), nullable=False),
    Column("format", String(4), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", String(32)),
    Index(None, "report_id"),
    Index(None, "expires_at"),
)

download = _table(
    # Who was given a file, or that somebody followed a shared link to it.
    "download",
    Column("download_id", BigId, primary_key=True, autoincrement=True),
    Column("report_id", BigId, ForeignKey("report.report_id"), nullable=False),
    Column("format", String(4), nullable=False),
    Column("link_id", BigId, ForeignKey("share_link.link_id")),
    Column("slack_user_id", String(32), nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Index(None, "report_id"),
    Index(None, "link_id"),
)

audit = _table(
    # Append-only. `target` and `target_id` name what changed ("roll_call", "17"); `changes` is JSON, old and new.
    "audit",
    Column("audit_id", BigId, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(32), nullable=False),
    Column("source", String(16), nullable=False),
    Column("action", String(24), nullable=False),
    Column("target", String(16), nullable=False),
    Column("target_id", String(40), nullable=False),
    Column("version", Integer),
    Column("changes", LongText, nullable=False),
    Column("reason", String(200), nullable=False, server_default=""),
    Index(None, "target", "target_id", "version"),
    Index(None, "actor", "at"),
    Index(None, "at"),
)
