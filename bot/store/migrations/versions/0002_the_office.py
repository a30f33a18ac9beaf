"""The office: the college's rules and holidays, imports and promotions, authenticators; the audit only grows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
LONG_BYTES = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "authenticator",
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.Column("proven_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("slack_user_id", name=op.f("pk_authenticator")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "college",
        sa.Column("college_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", LONG_TEXT, nullable=False),
        sa.CheckConstraint("college_id = 1", name=op.f("ck_college_alone")),
        sa.PrimaryKeyConstraint("college_id", name=op.f("pk_college")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "holiday",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_holiday")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "promotion",
        sa.Column("promotion_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("steps", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("promotion_id", name=op.f("pk_promotion")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "student_import",
        sa.Column("import_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("file", LONG_TEXT, nullable=False),
        sa.Column("message", sa.String(length=100), server_default="", nullable=False),
        sa.Column("parsed", LONG_BYTES, nullable=True),
        sa.Column("outcome", LONG_TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'checked', 'applying', 'applied', 'refused', 'dropped')",
            name=op.f("ck_student_import_state"),
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_student_import")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_student_import_made_at"), "student_import", ["made_at"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["slack_user_id"], ["authenticator.slack_user_id"], name=op.f("fk_recovery_code_slack_user_id")
        ),
        sa.PrimaryKeyConstraint("slack_user_id", "code_hash", name=op.f("pk_recovery_code")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.add_column("member", sa.Column("account", sa.String(length=5), server_default="full", nullable=False))
    op.add_column("student", sa.Column("erased_at", INSTANT, nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _keep_the_audit()


def _keep_the_audit() -> None:
    """On MySQL the app's own user has no right to change the audit; SQLite knows no users."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )
    op.execute(  # REPLACE takes the old row out without the trigger above
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit"
        " WHEN EXISTS (SELECT 1 FROM audit WHERE audit_id = NEW.audit_id)"
        " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
    )
