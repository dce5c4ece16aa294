"""Alembic scripts, one set for SQLite and PostgreSQL."""
