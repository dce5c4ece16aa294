"""The migrated schema is the one of the tables, and a database full of talks may be moved on."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, create_engine

from conversations import talks
from storage import engines, people, schema
from tests.house import living, make_house, prepare, rows


def _differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": schema.is_ours}
        )
        found: list[object] = compare_metadata(context, schema.METADATA)
    engine.dispose()
    return found


def test_the_migrated_schema_is_the_one_of_the_tables(database_url: str) -> None:
    schema.upgrade(database_url)
    assert _differences(database_url) == []


def test_a_table_of_somebody_else_is_let_be(database_url: str) -> None:
    schema.upgrade(database_url)
    engine = engines.writing(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE dbos_things (id INTEGER)")
    engine.dispose()
    assert _differences(database_url) == []


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    schema.upgrade(database_url)
    before = _tables(database_url)
    schema.upgrade(database_url)
    engine = create_engine(database_url)
    assert schema.is_current(engine)
    engine.dispose()
    assert _tables(database_url) == before


def test_down_and_up_again(database_url: str) -> None:
    schema.upgrade(database_url)
    with schema.migrating(database_url) as connection:
        command.downgrade(schema.config(connection), "base")
    assert not [name for name in _tables(database_url) if name.startswith("peka_")]
    schema.upgrade(database_url)
    assert _differences(database_url) == []


async def test_an_upgrade_under_open_talks_keeps_them(database_url: str) -> None:
    """A later release changes the table that everything refers to; on SQLite it is made anew."""
    async with living(make_house(prepare(database_url))) as house:
        await house.hear("siti", "1", "bahasa")
        await house.hear("budi", "2", "data saya")
    with schema.migrating(database_url) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("peka_person", recreate="auto") as table:
            table.add_column(Column("visits", Integer, nullable=False, server_default="0"))
            table.create_check_constraint("visits_are_counted", "visits >= 0")
    assert rows(database_url, "SELECT visits FROM peka_person") == [(0,), (0,)]
    assert rows(database_url, "SELECT COUNT(*) FROM peka_outbox")[0][0] >= 2
    async with living(make_house(database_url)) as house:
        siti = await house.writer.do(lambda unit: people.know(unit, "stub:1", "siti"))
        top = talks.read(siti.talks).top
        assert top is not None
        assert top.flow == "bahasa"
        await house.hear("siti", "3", "English")
    assert rows(database_url, "SELECT language FROM peka_person ORDER BY id")[0] == ("en",)


async def test_an_upgrade_that_would_break_references_changes_nothing(sqlite_url: str) -> None:
    async with living(make_house(prepare(sqlite_url))) as house:
        await house.hear("siti", "1", "menu")
    with (
        pytest.raises(RuntimeError, match="refer to nothing"),
        schema.migrating(sqlite_url) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM peka_person")
    assert rows(sqlite_url, "SELECT COUNT(*) FROM peka_person") == [(1,)]


def _tables(url: str) -> list[str]:
    if engines.is_sqlite(url):
        return [name for (name,) in rows(url, "SELECT sql FROM sqlite_master") if name]
    return [n for (n,) in rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
