"""Which kabupaten the families of a batch live in; None: not known, made before this.

Revision: 0052, after 0051
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column("peka_batch", sa.Column("regencies", text(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("peka_batch", "regencies")
