"""Letters and certificates, and running numbers.

Revision: 0021, after 0020
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "peka_counter",
        sa.Column("name", text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "peka_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("number", text(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("kind", text(), nullable=False),
        sa.Column("state", text(), nullable=False),
        sa.Column("day", text(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["peka_case.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["peka_family.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["peka_person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_index"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("peka_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peka_letter_person_id"), ["person_id"])
        batch_op.create_index(batch_op.f("ix_peka_letter_case_id"), ["case_id"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("peka_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peka_letter_case_id"))
        batch_op.drop_index(batch_op.f("ix_peka_letter_person_id"))
    op.drop_table("peka_letter")
    op.drop_table("peka_counter")
