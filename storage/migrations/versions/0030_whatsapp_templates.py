"""Templates of WhatsApp, the phone behind a business-scoped id, who changed an opt-out.

Revision: 0030, after 0021
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    words = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "peka_template",
        sa.Column("name", words(), nullable=False),
        sa.Column("language", words(), nullable=False),
        sa.Column("category", words(), nullable=False),
        sa.Column("state", words(), nullable=False),
        sa.Column("body", words(), nullable=False),
        sa.Column("parameters", words(), nullable=False),
        sa.Column("quality", words(), nullable=False),
        sa.Column("synced_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "language"),
    )
    op.add_column("peka_person", sa.Column("phone_index", sa.LargeBinary(), nullable=True))
    op.add_column(
        "peka_person",
        sa.Column("education_by", words(), nullable=False, server_default=""),
    )
    op.add_column("peka_person", sa.Column("education_at", sa.BigInteger(), nullable=True))
    known = sa.text("phone_index IS NOT NULL")
    op.create_index(
        "ix_person_phone",
        "peka_person",
        ["account", "phone_index"],
        sqlite_where=known,
        postgresql_where=known,
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_outbox_waiting",
        "peka_outbox",
        ["person_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    # What waited for a person under the release before goes on waiting.
    op.execute(
        "UPDATE peka_outbox SET state = 'waiting', done_at = NULL "
        "WHERE state = 'failed' AND error = 'window_closed' AND body IS NOT NULL"
    )


def downgrade() -> None:
    """Go back."""
    op.execute("UPDATE peka_outbox SET state = 'failed' WHERE state = 'waiting'")
    op.drop_index("ix_outbox_waiting", "peka_outbox")
    op.drop_index("ix_person_phone", "peka_person")
    for name in ("education_at", "education_by", "phone_index"):
        op.drop_column("peka_person", name)
    op.drop_table("peka_template")
