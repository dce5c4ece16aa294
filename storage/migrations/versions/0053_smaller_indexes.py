"""Two indexes hold only the rows that are looked up: a message to many writes less.

Revision: 0053, after 0052
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

PARTS = (
    ("ix_outbox_platform", "peka_outbox", "platform_id"),
    ("ix_recipient_outside", "peka_recipient", "outside_at"),
)


def upgrade() -> None:
    """Go forward."""
    for name, table, column in PARTS:
        known = sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(
            name, table, ["account", column], sqlite_where=known, postgresql_where=known
        )


def downgrade() -> None:
    """Go back."""
    for name, table, column in PARTS:
        op.drop_index(name, table)
        op.create_index(name, table, ["account", column])
