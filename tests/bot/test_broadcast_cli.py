"""`peka broadcast`: written, counted, approved by another, sent, and every end in a table."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from bot import house as houses
from bot.house import House, build_house
from bot.operations import opening
from bot.settings import Settings
from storage import ledger, outbox
from storage.unit import Unit
from tests import house as parts
from tests import town
from tests.house import ACCOUNT

TUESDAY = datetime(2026, 11, 3, 3, tzinfo=UTC)
KEY = "7d" * 32
TEXT = "Yth. {nama}, kumpul PKH di balai desa."
T = TypeVar("T")
REF = re.compile(r"Siaran ([A-Z0-9]+):")


@dataclass
class Office:
    """An office at its command line, on a Tuesday at ten."""

    settings: Settings
    ratna: int = 0
    rini: int = 0
    ref: str = ""

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli.main, ["broadcast", *words])

    def good(self, *words: str) -> str:
        done = self.run(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def bad(self, *words: str, code: int = 1) -> str:
        done = self.run(*words)
        assert done.exit_code == code, done.output
        return " ".join(re.sub(r"[│╭╰╮╯─]", " ", done.stderr).split())

    def write(self, text: str = TEXT, *more: str) -> str:
        region = () if "--region" in more else ("--region", "35.26.08")
        shown = self.good("new", text, "--staff", str(self.ratna), *region, *more)
        (self.ref,) = REF.findall(shown)
        return shown

    def does(self, what: str, who: int, *more: str) -> str:
        return self.good(what, self.ref, "--staff", str(who), *more)

    def refused(self, what: str, who: int, *more: str) -> str:
        return self.bad(what, self.ref, "--staff", str(who), *more)

    def in_store(self, work: Callable[[House], T]) -> T:
        built = opening.house(self.settings)
        try:
            return work(built)
        finally:
            built.writer.stop()

    def spread(self) -> None:
        """What `peka serve` or `peka work` does beside."""
        self.in_store(lambda built: built.turns.fall_due_now("siaran"))

    def send(self) -> None:
        def work(unit: Unit) -> None:
            rows = outbox.take_due(unit, ACCOUNT, "w0-test", 0, 1_000)
            outbox.sent_many(unit, [(row, f"m{row.id}") for row in rows])

        self.in_store(lambda built: built.writer.do_now(work))

    def fails(self, error: str) -> None:
        """The first message that waits cannot be brought."""

        def work(unit: Unit) -> None:
            (row,) = outbox.take_due(unit, ACCOUNT, "w0-test", 0, 1)
            outbox.failed(unit, row, error)

        self.in_store(lambda built: built.writer.do_now(work))

    def results(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.does("results", self.rini))))

    def outcomes(self) -> list[str]:
        return sorted(one["outcome"] for one in self.results())


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    found = Settings(
        _env_file=None, home=tmp_path / "rumah", database_url=database_url, secret_key=KEY
    )
    monkeypatch.setattr(opening, "settings", lambda **_more: found)
    monkeypatch.setattr(opening, "house", built)
    for name in ("understanding", "languages"):  # read once for all commands
        monkeypatch.setattr(houses, name, getattr(parts, name))
    made = Office(found)
    made.in_store(lambda one: people_of(one, made))
    return made


def built(settings: Settings) -> House:
    """What `opening.house` builds, by a clock that stands still."""
    one = build_house(settings, lambda: TUESDAY)
    one.writer.start()
    return one


def people_of(one: House, office: Office) -> None:
    office.ratna, office.rini = one.writer.do_now(town.settle)

    def work(unit: Unit) -> None:
        for n in range(1, 13):
            town.family(unit, n, f"c{n}")

    one.writer.do_now(work)


# From the first word to the table


def test_written_counted_approved_by_another_and_every_recipient_listed(
    office: Office, tmp_path: Path
) -> None:
    shown = office.write(TEXT, "--purpose", "schedule", "--english", "Dear {nama}, come.")
    assert "Yth. Siti Aminah, kumpul PKH di balai desa." in shown
    assert "Dear Siti Aminah, come." in shown
    assert "Penerima: 12." in shown
    assert f"{office.ref}\tdraf\tschedule\t35.26.08" in office.good("list")
    assert "Penerima: 12." in office.does("preflight", office.ratna)
    assert "menunggu persetujuan" in office.does("submit", office.ratna)
    assert "disetujui" in office.does("approve", office.rini, "--yes")
    office.spread()
    office.fails("undeliverable")
    office.send()
    office.spread()
    assert "Keadaan: selesai." in office.does("show", office.rini)
    file = tmp_path / "hasil.csv"
    office.does("results", office.rini, "--csv", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert rows == office.results()
    assert sorted(rows[0]) == ["at", "channel", "number", "outcome", "reason", "village"]
    assert sorted((one["outcome"], one["reason"]) for one in rows) == [
        *[("terkirim", "")] * 11, ("tugas", "undeliverable"),
    ]  # fmt: skip
    assert "Siti" not in file.read_text(encoding="utf-8"), "nothing personal in the table"


def test_who_wrote_it_does_not_approve_it_and_another_may_reject(office: Office) -> None:
    office.write()
    assert "bukan dari peran" in office.refused("submit", office.rini)
    assert "tidak bisa untuk siaran ini sekarang" in office.refused("approve", office.rini)
    office.does("submit", office.ratna)
    assert "Orang lain yang memutuskan" in office.refused("approve", office.ratna)
    assert "menunggu persetujuan" in office.does("show", office.ratna)
    assert "Alasan: ditolak." in office.does("reject", office.rini)
    office.spread()
    assert office.outcomes() == ["dilewati"] * 12


def test_an_approval_asks_with_the_number_of_people(office: Office) -> None:
    office.write()
    office.does("submit", office.ratna)
    words = ["broadcast", "approve", office.ref, "--staff", str(office.rini)]
    for typed, code in (("n\n", 1), ("", 1)):
        asked = CliRunner().invoke(cli.main, words, input=typed)
        assert asked.exit_code == code
        assert "Kirim ke 12 orang?" in asked.output
        assert "menunggu persetujuan" in office.does("show", office.ratna)
    sent = CliRunner().invoke(cli.main, words, input="y\n")
    assert sent.exit_code == 0
    assert "disetujui" in sent.output


def test_a_channel_with_its_own_words_is_shown_so(office: Office) -> None:
    shown = office.write("Halo {nama}", "--on", "whatsapp=Hai {nama}", "--purpose", "schedule")
    assert "Contoh tampilan di Telegram, halaman web (Bahasa Indonesia):" in shown
    own = "Contoh tampilan di WhatsApp (Bahasa Indonesia):\n\nPesan dari Dinas Sosial:\n\nHai Siti"
    assert own in shown


def test_paused_taken_back_resumed_by_who_approves_and_cancelled(office: Office) -> None:
    office.write()
    office.does("submit", office.ratna)
    office.does("approve", office.rini, "--yes")
    office.spread()
    assert office.outcomes() == ["antri"] * 12
    assert "Keadaan: dijeda." in office.does("pause", office.ratna)
    assert office.outcomes() == ["dipilih"] * 12
    assert "bukan dari peran" in office.refused("resume", office.ratna)
    assert "Keadaan: sedang dikirim." in office.does("resume", office.rini)
    office.spread()
    office.fails("blocked")
    assert "Keadaan: dibatalkan." in office.does("cancel", office.ratna)
    office.spread()
    assert office.outcomes() == [*["dilewati"] * 11, "gagal"]
    assert "tidak bisa untuk siaran ini sekarang" in office.refused("resume", office.rini)


def test_a_refused_template_pauses_with_its_reason_and_the_table_stays(office: Office) -> None:
    office.write()
    office.does("submit", office.ratna)
    office.does("approve", office.rini, "--yes")
    office.spread()

    def refuse(unit: Unit) -> None:
        (row, *_others) = outbox.take_due(unit, ACCOUNT, "w0-test", 0, 1)
        ledger.stop_of(unit, row.id, "template")

    office.in_store(lambda one: one.writer.do_now(refuse))
    shown = office.does("show", office.ratna)
    assert "Keadaan: dijeda.\nAlasan: template WhatsApp ditolak." in shown
    assert office.outcomes() == ["dipilih"] * 12


# What is refused, kindly


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Yth. {namaa}",), "Bagian {namaa} tidak dikenal."),
        (("Yth. {nama",), "Bagian { tidak dikenal."),
        (("   ",), "Pesan dalam Bahasa Indonesia harus ada."),
        (("x" * 601,), "Terlalu panjang: 601 huruf."),
        (("Halo", "--english", "Dear {name}"), "Bagian {name} tidak dikenal."),
        (("Halo", "--region", "35.26"), "harus di dalam wilayah tugas"),
        (("Halo", "--region", "99"), "harus di dalam wilayah tugas"),
        (("Halo", "--on", "whatsapp=Yth. {namaa}"), "Bagian {namaa} tidak dikenal."),
        (("Halo", "--on", "en.whatsapp=Hello"), "perlu pesan umum dalam bahasa yang sama"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is_kept(
    office: Office, words: tuple[str, ...], why: str
) -> None:
    region = () if "--region" in words else ("--region", "35.26.08")
    assert why in office.bad("new", *words, "--staff", str(office.ratna), *region)
    assert office.good("list") == ""


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--purpose", "iklan", "education, schedule, reminder"),
        ("--programme", "pkhh", "pkh, sembako, pbi_jkn"),
        ("--role", "ketua", "warga, petugas, pendamping"),
        ("--language", "jv", "id, en"),
        ("--lesson", "11", "1, 2, 3"),
        ("--staff", "99", "nobody of number 99"),
        ("--on", "fax=Halo", "whatsapp=TEXT"),
        ("--on", "whatsapp", "whatsapp=TEXT"),
    ],
)
def test_a_word_that_is_none_is_named_with_those_that_are(
    office: Office, option: str, value: str, known: str
) -> None:
    given = {"--staff": str(office.ratna), "--region": "35.26.08"} | {option: value}
    words = [word for pair in given.items() for word in pair]
    said = office.bad("new", "Halo", *words, code=2)
    assert option in said
    assert known in said
    assert office.good("list") == ""


def test_nobody_to_reach_ends_it_and_says_so(office: Office) -> None:
    done = office.run(
        "new", "Halo", "--staff", str(office.ratna), "--region", "35.26.08",
        "--programme", "sembako",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "Alasan: tidak ada penerima." in done.stdout
    assert "\tdibatalkan\t" in office.good("list")


def test_the_same_again_within_a_week_is_asked(office: Office) -> None:
    office.write("Halo semua")
    office.does("submit", office.ratna)
    before = office.ref
    office.write("Halo semua")
    said = office.refused("submit", office.ratna)
    assert before in said
    assert "--again" in said
    assert "rancangan" in office.does("show", office.ratna)
    assert "menunggu persetujuan" in office.does("submit", office.ratna, "--again")


def test_what_is_not_there_is_named_so(office: Office) -> None:
    office.ref = "ZZZZZZ"
    for what in ("show", "submit", "approve", "results"):
        assert "Siaran itu tidak ada" in office.refused(what, office.rini)


def test_a_list_of_few_people_is_not_for_the_field(office: Office) -> None:
    def far(unit: Unit) -> None:
        for n in range(20, 23):
            town.family(unit, n, f"f{n}", village="35.26.08.2006")

    office.in_store(lambda one: one.writer.do_now(far))
    office.write(TEXT, "--region", "35.26.08.2006")
    assert "tidak menunjuk orang" in office.refused("results", office.ratna)
    assert office.outcomes() == ["dipilih"] * 3, "who approves sees them"


# As an operator runs it


def test_a_real_process_writes_and_another_one_refuses(office: Office) -> None:
    def peka(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", "broadcast", *words],
            env=os.environ
            | {
                "PEKA_HOME": str(office.settings.home),
                "PEKA_DATABASE_URL": office.settings.url,
                "PEKA_SECRET_KEY": KEY,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    written = peka("new", "Halo {nama}", "--staff", str(office.ratna), "--region", "35.26.08")
    assert (written.returncode, "Penerima: 12." in written.stdout) == (0, True), written.stderr
    (ref,) = REF.findall(written.stdout)
    refused = peka("approve", ref, "--staff", str(office.ratna))
    assert refused.returncode == 1
    assert (
        refused.stderr
        == "Siaran sendiri tidak bisa disetujui sendiri. Orang lain yang memutuskan.\n"
    )
