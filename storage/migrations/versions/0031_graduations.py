"""Requests of families to leave a programme.

Revision: 0031, after 0030
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "peka_graduation",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("programmes", TEXT(), nullable=False),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("last_day", TEXT(), nullable=False),
        sa.Column("paused_until_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("visited_by", sa.Integer(), nullable=True),
        sa.Column("visited_at", sa.BigInteger(), nullable=True),
        sa.Column("filed_by", sa.Integer(), nullable=True),
        sa.Column("filed_at", sa.BigInteger(), nullable=True),
        sa.Column("effective", TEXT(), nullable=False),
        sa.Column("watched", TEXT(), nullable=False),
        sa.Column("quiet", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["peka_case.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["peka_family.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["peka_staff.id"]),
        sa.ForeignKeyConstraint(["visited_by"], ["peka_staff.id"]),
        sa.ForeignKeyConstraint(["filed_by"], ["peka_staff.id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    with op.batch_alter_table("peka_graduation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_peka_graduation_family_id"), ["family_id"], unique=False
        )
        batch_op.create_index("ix_graduation_pause", ["paused_until_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("peka_graduation")
