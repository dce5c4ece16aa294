"""Whose code proved a family that asks to leave: that officer does not visit it.

Revision: 0055, after 0054
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

KNOWN = """
    UPDATE peka_graduation SET coded_by = (
        SELECT MAX(l.issued_by) FROM peka_link l WHERE l.family_id = peka_graduation.family_id)
"""
"""Whose chat asked lies sealed: any code of the family counts, rather one officer too many."""


def upgrade() -> None:
    """Go forward; what is under way learns it from the links."""
    with op.batch_alter_table("peka_graduation") as table:
        table.add_column(sa.Column("coded_by", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "peka_graduation_coded_by_fkey", "peka_staff", ["coded_by"], ["id"]
        )
    op.execute(KNOWN)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("peka_graduation") as table:
        table.drop_constraint("peka_graduation_coded_by_fkey", type_="foreignkey")
        table.drop_column("coded_by")
