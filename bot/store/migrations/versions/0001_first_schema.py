"""The first schema: students, their enrolments, roll calls and marks; members; drafts, jobs and the audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("audit_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("changes", LONG_TEXT, nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_audit_actor_at"), "audit", ["actor", "at"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(
        op.f("ix_audit_target_target_id_version"), "audit", ["target", "target_id", "version"], unique=False
    )
    op.create_table(
        "job",
        sa.Column("job_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", LONG_TEXT, nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("run_after", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("last_error", sa.String(length=200), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_job_state_run_after"), "job", ["state", "run_after"], unique=False)
    op.create_table(
        "member",
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'teacher', 'student')", name=op.f("ck_member_role")),
        sa.PrimaryKeyConstraint("slack_user_id", name=op.f("pk_member")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "plan",
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=60), server_default="", nullable=False),
        sa.Column("roll_calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "year", "section", "subject", name=op.f("pk_plan")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "roll_call",
        sa.Column("roll_call_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=60), server_default="", nullable=False),
        sa.Column("period", sa.String(length=8), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('open', 'taken', 'cancelled')", name=op.f("ck_roll_call_state")),
        sa.PrimaryKeyConstraint("roll_call_id", name=op.f("pk_roll_call")),
        sa.UniqueConstraint("branch", "year", "section", "date", "subject", "period", name="uq_roll_call_held"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_roll_call_by_state", "roll_call", ["branch", "year", "date", "state", "section", "subject"], unique=False
    )
    op.create_table(
        "student",
        sa.Column("student_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("roll_no", sa.String(length=32), nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("guardian_contact", sa.String(length=254), server_default="", nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_student")),
        sa.UniqueConstraint("email", name=op.f("uq_student_email")),
        sa.UniqueConstraint("roll_no", name=op.f("uq_student_roll_no")),
        sa.UniqueConstraint("slack_user_id", name=op.f("uq_student_slack_user_id")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "attendance",
        sa.Column("attendance_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("roll_call_id", BIG_ID, nullable=False),
        sa.Column("student_id", BIG_ID, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=1), nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=60), server_default="", nullable=False),
        sa.CheckConstraint("status IN ('P', 'A', 'L', 'E', 'O')", name=op.f("ck_attendance_status")),
        sa.ForeignKeyConstraint(["roll_call_id"], ["roll_call.roll_call_id"], name=op.f("fk_attendance_roll_call_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.student_id"], name=op.f("fk_attendance_student_id")),
        sa.PrimaryKeyConstraint("attendance_id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("roll_call_id", "student_id", name=op.f("uq_attendance_roll_call_id_student_id")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_attendance_standing",
        "attendance",
        ["student_id", "date", "status", "subject", "branch", "year", "section", "roll_call_id"],
        unique=False,
    )
    op.create_table(
        "draft",
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("roll_call_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("student_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=1), nullable=True),
        sa.Column("acted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["roll_call_id"], ["roll_call.roll_call_id"], name=op.f("fk_draft_roll_call_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.student_id"], name=op.f("fk_draft_student_id")),
        sa.PrimaryKeyConstraint("slack_user_id", "roll_call_id", "version", "student_id", name=op.f("pk_draft")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrolment",
        sa.Column("enrolment_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("student_id", BIG_ID, nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), server_default="9999-12-31", nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_enrolment_dates")),
        sa.ForeignKeyConstraint(["student_id"], ["student.student_id"], name=op.f("fk_enrolment_student_id")),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("student_id", "starts_on", name=op.f("uq_enrolment_student_id_starts_on")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        op.f("ix_enrolment_branch_year_section_starts_on_ends_on_student_id"),
        "enrolment",
        ["branch", "year", "section", "starts_on", "ends_on", "student_id"],
        unique=False,
    )
    op.create_index(
        "ix_enrolment_of_student",
        "enrolment",
        ["student_id", "branch", "year", "section", "starts_on", "ends_on"],
        unique=False,
    )
    op.create_table(
        "teaching",
        sa.Column("teaching_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=60), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["slack_user_id"], ["member.slack_user_id"], name=op.f("fk_teaching_slack_user_id")),
        sa.PrimaryKeyConstraint("teaching_id", name=op.f("pk_teaching")),
        sa.UniqueConstraint(
            "slack_user_id",
            "branch",
            "year",
            "section",
            "subject",
            name=op.f("uq_teaching_slack_user_id_branch_year_section_subject"),
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_teaching_branch_year"), "teaching", ["branch", "year"], unique=False)
