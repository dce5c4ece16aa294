"""The drill: a house at work is backed up, put up elsewhere, compared, and goes on talking."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from bot.backup import Manifest, Premises, Unusable, back_up, restore
from conversations import talks
from storage import audit, people, schema
from storage.seal import Sealer
from storage.vault import Vault
from tests import postgres
from tests.bot.office import ROW, office
from tests.house import KEY, House, living, make_house, prepare

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SEAL = Sealer((KEY,))


def place(url: str, folder: Path, seal: Sealer = SEAL) -> Premises:
    return Premises(url, folder / "evidence", seal)


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every table, to compare two houses."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: [
                    tuple(bytes(c) if isinstance(c, memoryview) else c for c in row)
                    for row in connection.execute(select(table).order_by(*table.primary_key))
                ]
                for table in schema.METADATA.sorted_tables
                if table.name.startswith(schema.PREFIX)
            }
    finally:
        engine.dispose()


async def talking(house: House, *lines: str, who: str = "siti") -> None:
    for number, text in enumerate(lines):
        await house.hear(who, f"{who}-{text}-{number}", text)


def evidence(folder: Path) -> Vault:
    vault = Vault(folder / "evidence", SEAL)
    vault.prepare()
    vault.marker("0123456789abcdef")
    draft = vault.draft("evidence-000001")
    draft.add(b"a photo" * 1000)
    draft.keep()
    return vault


async def made(url: str, folder: Path) -> Path:
    """Make a house with people, a talk under way, a photo and a chained log; back it up."""
    async with living(make_house(prepare(url))) as house:
        await talking(house, "bahasa", who="budi")
        await talking(house, "mau lapor", "Setuju", "Rahasia")
        await house.writer.do(lambda unit: audit.note(unit, "cli", "looked", "case:1"))
        await house.writer.do(audit.chain)
        evidence(folder)
        target = folder / "peka.tar"
        more = asyncio.create_task(talking(house, *("menu",) * 20, who="ani"))
        await asyncio.to_thread(back_up, place(url, folder), target, NOW)
        await more
    return target


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


async def test_a_house_goes_on_elsewhere(
    database_url: str, tmp_path: Path, elsewhere: Path
) -> None:
    backup = await made(database_url, tmp_path)
    url = f"sqlite:///{elsewhere / 'peka.db'}"
    manifest = restore(place(url, elsewhere), backup)
    assert manifest.rows["peka_person"] >= 2
    assert b"".join(Vault(elsewhere / "evidence", SEAL).read("evidence-000001")) == (
        b"a photo" * 1000
    )
    assert (elsewhere / "evidence/.marker").is_file()
    async with living(make_house(url)) as house:
        assert await house.writer.do(lambda unit: audit.fault(unit, manifest.audit_head)) == ""
        siti = await house.writer.do(lambda unit: people.know(unit, "stub:1", "siti"))
        top = talks.read(siti.talks).top
        assert top is not None
        assert top.flow == "lapor"
        await house.hear("siti", "later", "Sudah mampu")
        siti = await house.writer.do(lambda unit: people.know(unit, "stub:1", "siti"))
        after = talks.read(siti.talks).top
        assert after is not None
        assert after.answers != top.answers


@pytest.mark.postgres
async def test_a_house_moves_to_postgresql_and_counts_on(
    sqlite_url: str, tmp_path: Path, elsewhere: Path, postgres_server: str
) -> None:
    backup = await made(sqlite_url, tmp_path)
    with postgres.fresh_database(postgres_server) as url:
        restore(place(url, elsewhere), backup)
        async with living(make_house(url)) as house:
            await house.hear("somebody new", "1", "menu")
            await house.hear("siti", "later", "Sudah mampu")
            assert house.rows("SELECT COUNT(DISTINCT id) = COUNT(id) FROM peka_person") == [
                (True,)
            ]


async def test_what_is_restored_is_what_was_there(
    database_url: str, tmp_path: Path, elsewhere: Path
) -> None:
    with office(prepare(database_url), tmp_path) as opened:
        opened.read(opened.rows(ROW))
    back_up(place(database_url, tmp_path), tmp_path / "quiet.tar", NOW)
    url = f"sqlite:///{elsewhere / 'peka.db'}"
    restore(place(url, elsewhere), tmp_path / "quiet.tar")
    assert contents(url) == contents(database_url)


async def test_no_key_is_in_it_and_only_its_owner_reads_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.key").write_text(KEY)
    backup = await made(sqlite_url, tmp_path)
    assert KEY.encode() not in backup.read_bytes()
    assert b"a photo" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0
    with pytest.raises(Unusable, match="already"):
        back_up(place(sqlite_url, tmp_path), backup, NOW)
    assert left_over(tmp_path) == []


async def test_another_key_is_told_apart(sqlite_url: str, tmp_path: Path, elsewhere: Path) -> None:
    backup = await made(sqlite_url, tmp_path)
    url = f"sqlite:///{elsewhere / 'peka.db'}"
    with pytest.raises(Unusable, match="not the one of this backup"):
        restore(place(url, elsewhere, Sealer(("e" * 64,))), backup)
    with pytest.raises(Unusable, match="oldest secret key"):
        restore(place(url, elsewhere, Sealer((KEY, "e" * 64))), backup)
    assert not (elsewhere / "evidence").exists()
    restore(place(url, elsewhere, Sealer(("f" * 64, KEY))), backup)


async def test_a_house_that_is_not_empty_is_let_be(
    sqlite_url: str, tmp_path: Path, elsewhere: Path
) -> None:
    backup = await made(sqlite_url, tmp_path)
    before = contents(sqlite_url)
    with pytest.raises(Unusable, match="not empty"):
        restore(place(sqlite_url, elsewhere), backup)
    assert contents(sqlite_url) == before
    evidence(elsewhere)
    with pytest.raises(Unusable, match="not empty"):
        restore(place(f"sqlite:///{elsewhere / 'peka.db'}", elsewhere), backup)


def left_over(folder: Path) -> list[Path]:
    return [*folder.glob(".peka.tar*")]


def altered(backup: Path, name: str, change: bytes | None) -> Path:
    """Write the backup anew with one member changed, or left out."""
    other = backup.with_name("altered.tar")
    with tarfile.open(backup) as old, tarfile.open(other, "w") as new:
        for one in old.getmembers():
            file = old.extractfile(one)
            assert file is not None
            raw = file.read()
            if one.name == name:
                if change is None:
                    continue
                raw = change
                one.size = len(raw)
            new.addfile(one, io.BytesIO(raw))
    return other


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("tables/peka_person.jsonl", b"", "damaged at"),
        ("tables/peka_person.jsonl", None, "does not hold"),
        ("evidence/evidence-000001", b"x" * 7068, "damaged at"),
        ("manifest.json", b"{}", "manifest cannot be read"),
        ("manifest.json", None, "no manifest"),
    ],
)
async def test_a_damaged_backup_changes_nothing(
    sqlite_url: str, tmp_path: Path, elsewhere: Path, name: str, change: bytes | None, what: str
) -> None:
    backup = altered(await made(sqlite_url, tmp_path), name, change)
    url = f"sqlite:///{elsewhere / 'peka.db'}"
    with pytest.raises(Unusable, match=what):
        restore(place(url, elsewhere), backup)
    assert not (elsewhere / "peka.db").exists()
    assert not (elsewhere / "evidence").exists()


async def test_a_changed_manifest_a_cut_file_and_no_file(
    sqlite_url: str, tmp_path: Path, elsewhere: Path
) -> None:
    backup = await made(sqlite_url, tmp_path)
    url = f"sqlite:///{elsewhere / 'peka.db'}"
    with tarfile.open(backup) as tar:
        file = tar.extractfile("manifest.json")
        assert file is not None
        raw = file.read().replace(b"2026-11-20", b"2026-11-21")
    with pytest.raises(Unusable, match="manifest was changed"):
        restore(place(url, elsewhere), altered(backup, "manifest.json", raw))
    cut = tmp_path / "cut.tar"
    cut.write_bytes(backup.read_bytes()[:20_000])
    with pytest.raises(Unusable, match="damaged"):
        restore(place(url, elsewhere), cut)
    with pytest.raises(Unusable, match="no file"):
        restore(place(url, elsewhere), tmp_path / "none.tar")


async def test_even_a_signed_backup_writes_only_into_its_folder(
    sqlite_url: str, tmp_path: Path, elsewhere: Path
) -> None:
    backup, outside = await made(sqlite_url, tmp_path), tmp_path / "outside"
    name = f"evidence/{outside}"
    with tarfile.open(backup) as tar:
        file = tar.extractfile("manifest.json")
        assert file is not None
        told = json.loads(file.read())
    signed = Manifest(**{key: told[key] for key in Manifest.__slots__})
    signed.files[name] = [hashlib.sha256(b"x").hexdigest(), 1]
    other = altered(backup, "manifest.json", signed.signed(SEAL))
    with tarfile.open(other, "a") as tar:
        one = tarfile.TarInfo(name)
        one.size = 1
        tar.addfile(one, io.BytesIO(b"x"))
    with pytest.raises(Unusable, match="damaged at evidence//"):
        restore(place(f"sqlite:///{elsewhere / 'peka.db'}", elsewhere), other)
    assert not outside.exists()
