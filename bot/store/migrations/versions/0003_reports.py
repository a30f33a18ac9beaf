"""Reports: what was asked for, links to it, who took it, what comes by itself every week, and what a job has posted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.add_column("job", sa.Column("since", INSTANT, nullable=True))
    op.create_table(
        "posting",
        sa.Column("job_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("message", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("job_id", "what", name=op.f("pk_posting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "schedule",
        sa.Column("schedule_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("section", sa.String(length=4), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("handled_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="active", nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("message", sa.String(length=100), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused', 'stopped')", name=op.f("ck_schedule_state")),
        sa.PrimaryKeyConstraint("schedule_id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("branch", "year", "section", "kind", "channel", name="uq_schedule_same"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_schedule_state"), "schedule", ["state"], unique=False)
    op.create_table(
        "report",
        sa.Column("report_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column(
            "wanted",
            LONG_TEXT,
            nullable=False,
        ),
        sa.Column("channel", sa.String(length=32), server_default="", nullable=False),
        sa.Column("schedule_id", BIG_ID, nullable=True),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="asked", nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.Column(
            "facts",
            LONG_TEXT,
            nullable=True,
        ),
        sa.Column(
            "files",
            LONG_TEXT,
            nullable=True,
        ),
        sa.Column("message", sa.String(length=100), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('asked', 'made', 'gone')", name=op.f("ck_report_state")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.schedule_id"], name=op.f("fk_report_schedule_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_report_state_asked_at"), "report", ["state", "asked_at"], unique=False)
    op.create_table(
        "share_link",
        sa.Column("link_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("revoked_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.report_id"], name=op.f("fk_share_link_report_id")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_share_link")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_share_link_expires_at"), "share_link", ["expires_at"], unique=False)
    op.create_index(op.f("ix_share_link_report_id"), "share_link", ["report_id"], unique=False)
    op.create_table(
        "download",
        sa.Column("download_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("link_id", BIG_ID, nullable=True),
        sa.Column("slack_user_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["share_link.link_id"], name=op.f("fk_download_link_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.report_id"], name=op.f("fk_download_report_id")),
        sa.PrimaryKeyConstraint("download_id", name=op.f("pk_download")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_download_link_id"), "download", ["link_id"], unique=False)
    op.create_index(op.f("ix_download_report_id"), "download", ["report_id"], unique=False)
