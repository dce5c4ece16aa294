"""What people have learned: lessons passed, the quiz.

Revision: 0050, after 0040
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "peka_lesson_passed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lesson", text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["peka_person.id"]),
        sa.PrimaryKeyConstraint("person_id", "lesson"),
    )
    op.create_table(
        "peka_learner",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("village", text(), nullable=False),
        sa.Column("group_index", sa.LargeBinary(), nullable=True),
        sa.Column("group_name", sa.LargeBinary(), nullable=True),
        sa.Column("draw", text(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("certified_at", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["peka_person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    with op.batch_alter_table("peka_learner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peka_learner_village"), ["village"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("peka_learner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peka_learner_village"))
    op.drop_table("peka_learner")
    op.drop_table("peka_lesson_passed")
