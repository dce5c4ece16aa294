"""Alembic's scripts: one set for SQLite and PostgreSQL."""
