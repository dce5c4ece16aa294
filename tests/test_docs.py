"""What the documentation says exists, and what exists is documented."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer
from fastapi.routing import APIRoute
from typer.testing import CliRunner

from bansos.sheets import Columns, Reason, read_columns
from bot import cli, import_words
from bot.app import build
from bot.demo import readable
from bot.findings import Findings
from bot.imports import Importer
from bot.settings import Settings
from bot.terminal import Talk
from storage import retention
from tests.house import living, make_house, prepare

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text("utf-8")
IMPORT = (DOCS / "import.md").read_text("utf-8")
PRIVACY = (DOCS / "privacy.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?:[\w-]+/)+[\w.-]*\.(?:py|toml|po|pot|talk|md)")
EVENT = re.compile(r"\blog\.[a-z]+\(\s*\"([a-z]+\.[a-z_]+)\"")
TO_BE_MADE = {
    "handlers/commands/suggestion.py",
    "tests/talks/90_saran.talk",
    "docs/benchmarks.md",
}
"""Files that a how-to tells to make, and figures that come with a release."""
OUTSIDE = {"PEKA_SECRETS_DIR", "PEKA_UPDATE_TALKS"}
"""Read from the environment, but no settings of the program's."""
LARGEST_PICTURE = 200_000


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# Settings, commands, routes, log lines


def test_every_setting_is_explained_and_every_explained_one_exists() -> None:
    known = {f"PEKA_{name.upper()}" for name in Settings.model_fields}
    explained = set(re.findall(r"^\| `(PEKA_\w+)` \|", OPERATIONS, re.MULTILINE))
    assert explained == known
    said = {name for page in PAGES for name in re.findall(r"PEKA_[A-Z_]+\b", page.read_text())}
    assert not {
        name
        for name in said - known - OUTSIDE
        if not name.startswith("PEKA_TEST_") and not name.endswith("_")
    }


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, str | int)
    ],
)
def test_a_default_is_told_as_it_is(name: str) -> None:
    default = Settings.model_fields[name].default
    row = re.search(rf"^\| `PEKA_{name.upper()}` \| (.*?) \|", OPERATIONS, re.MULTILINE)
    assert row is not None
    told = str(default).lower() if isinstance(default, bool) else str(default)
    assert f"`{told}`" in row[1] if told else "`" not in row[1], row[0]


@cache
def commands() -> Mapping[str, frozenset[str]]:
    """Every command of ``peka`` with its options."""

    def walk(command: typer.core.TyperCommand, path: str) -> Iterator[tuple[str, frozenset[str]]]:
        below = getattr(command, "commands", {})
        if not below:
            yield path, frozenset(one for param in command.params for one in param.opts)
        for name, one in below.items():
            yield from walk(one, f"{path} {name}")

    return dict(walk(typer.main.get_command(cli.main), "peka"))  # type: ignore[arg-type]  # click's


@pytest.mark.parametrize("command", commands())
def test_every_command_and_option_is_explained(command: str) -> None:
    rows = [line for line in OPERATIONS.splitlines() if line.startswith(f"| `{command}")]
    assert rows, command
    for option in commands()[command]:
        assert not option.startswith("--") or option[2:] in rows[0], option


@cache
def make_targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def said_commands(page: Path) -> Iterator[str]:
    text = page.read_text("utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    for line in [*lines, *CODE.findall(BLOCK.sub("", text))]:
        bare = re.sub(r"^(?:\w+=\S+ )+", "", line.strip()).removeprefix(".venv/bin/")
        if bare.startswith(("make ", "peka ")):
            yield bare


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_is_said_exists(page: Path) -> None:
    for said in said_commands(page):
        words = shlex.split(said.partition(" #")[0])
        if words[0] == "make":
            assert words[1] in make_targets(), said
            continue
        found = [name for name in commands() if f"{said} ".startswith(f"{name} ")]
        assert found, said
        options = {option for word in words for option in re.findall(r"--[a-z-]+", word)}
        assert options <= {*commands()[found[0]], "--no-demo", "--help"}, said


def test_every_route_is_explained(tmp_path: Path) -> None:
    app = build(everything_on(tmp_path))
    found = {(method, path) for route in routes(app) for method, path in said_route(route)}
    assert len(found) > 8
    for method, path in found - {("HEAD", "/")}:
        assert f"`{method} {path}" in OPERATIONS, (method, path)


def routes(inside: object) -> Iterator[APIRoute]:
    """Every route of an app; FastAPI keeps those of an included router apart."""
    for route in getattr(inside, "routes", ()):
        if isinstance(route, APIRoute):
            yield route
        yield from routes(getattr(route, "original_router", None))


def said_route(route: APIRoute) -> Iterator[tuple[str, str]]:
    for method in route.methods or ():
        yield method, route.path.partition("{")[0]


def everything_on(home: Path) -> Settings:
    return Settings(
        _env_file=None,
        home=home,
        public_url="https://peka.example",
        telegram_token="1:x",
        telegram_secret="s",
        whatsapp_token="t",
        whatsapp_phone_id="1",
        whatsapp_app_secret="s",
        whatsapp_verify_token="v",
        metrics_token="m",
        admin_secret="whsec_" + "TUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJ",
    )


def test_every_line_of_the_log_is_explained() -> None:
    sources = [
        path for name in ("bot", "handlers", "storage") for path in (ROOT / name).rglob("*.py")
    ]
    events = {event for path in sources for event in EVENT.findall(path.read_text("utf-8"))}
    assert len(events) > 10
    explained = set(re.findall(r"`([a-z]+\.[a-z_]+)`", OPERATIONS))
    assert not events - explained


def test_the_demo_lists_what_the_readme_promises() -> None:
    listed = readable(
        {
            "note": "Karangan.",
            "data_date": "2026-11-03",
            "households": [
                {"nik": "3526", "kk_tail": "120004", "head": "Siti", "place": "Labuhan"}
            ],
            "staff": [
                {"name": "Rini", "role": "tksk", "regions": ["35.26.08"], "code": "K7Q2-M9TD"}
            ],
        }
    )
    for one in ("3526 | 120004", "Siti, Labuhan", "masuk K7Q2-M9TD | Rini, tksk, 35.26.08"):
        assert one in listed


# Links and files


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(BLOCK.sub("", page.read_text("utf-8"))):
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme == "https", link
            continue
        target = page.parent / unquote(parts.path) if parts.path else page
        assert target.exists(), link
        if parts.fragment:
            assert parts.fragment in anchors(target), link


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_is_named_exists(page: Path) -> None:
    text = LINK.sub("", page.read_text("utf-8"))
    for code in CODE.findall(text):
        for name in FILE.findall(code):
            exists = (ROOT / name).exists() or (page.parent / name).exists()
            assert exists or name in TO_BE_MADE, name


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_pictures_are_small() -> None:
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert len(pictures) >= 4
    assert not [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE]


# Lists


def test_the_example_is_taken_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert imported("penerima.csv", tmp_path, monkeypatch) == (
        0,
        "7 baris benar, 0 baris ditolak.\nPercobaan saja: tidak ada yang disimpan.\n",
    )


def test_the_faulty_example_names_each_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = imported("penerima-keliru.csv", tmp_path, monkeypatch)
    assert code == 1
    assert "2 baris benar, 14 baris ditolak." in said
    assert len(re.findall(r"^Baris \d+, kolom ", said, re.MULTILINE)) == 14


def imported(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    found = Settings(_env_file=None, home=home)
    monkeypatch.setattr(cli, "settings", lambda **_more: found)
    arguments = ["import", "recipients", str(DOCS / "examples" / name), "--dry-run"]
    result = CliRunner().invoke(cli.main, arguments)
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    "words",
    [
        *(words for reason, words in import_words.REASONS.items() if reason != Reason.BAD_NUMBER),
        *import_words.NUMBERS.values(),
        *import_words.DOUBTS.values(),
        import_words.UNKNOWN_STATUS,
    ],
)
def test_every_fault_of_a_list_is_explained(words: str) -> None:
    flat = " ".join(IMPORT.split())
    assert " ".join(words.split()[:4]).rstrip(",;") in flat


def test_every_heading_that_is_named_is_known() -> None:
    table = IMPORT.partition("## Headings")[2].partition("## What")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| ")][1:]
    headings = [one for cells in rows for cell in cells for one in re.split(r"[;,+] ?", cell)]
    assert len(headings) > 40
    for heading in headings:
        columns = read_columns([heading.strip()], ())
        assert isinstance(columns, Columns), heading
        assert columns.at, heading


def test_retention_is_told_as_it_is_done() -> None:
    for rule in retention.RULES:
        assert f"{rule.days} days" in PRIVACY or rule.name == "unread pages", rule.name


# The talk in README


UPDATE = bool(os.environ.get("PEKA_UPDATE_TALKS"))
"""Write what is said now into README, as into the talks."""


async def test_the_talk_in_the_readme_is_real(sqlite_url: str) -> None:
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition("```talk\n")
    block, _, after = rest.partition("```")
    turns = re.split(r"^> (.+)\n", block, flags=re.MULTILINE)[1:]
    pairs = list(zip(turns[::2], turns[1::2], strict=True))
    said = await played(sqlite_url, [line for line, _wanted in pairs])
    told = [
        wanted if fits(wanted.strip(), answer) else f"{answer}\n\n"
        for (_line, wanted), answer in zip(pairs, said, strict=True)
    ]
    if UPDATE:
        talk = "".join(f"> {line}\n{one}" for (line, _), one in zip(pairs, told, strict=True))
        readme.write_text(f"{before}```talk\n{talk.rstrip()}\n```{after}", "utf-8")
    assert told == [wanted for _line, wanted in pairs]


async def played(url: str, lines: list[str]) -> list[str]:
    made = make_house(prepare(url))
    said: list[str] = []
    async with living(made):
        office = Importer(made.writer, made.turns.library, url)
        office.read(DOCS / "examples/penerima.csv", Findings(), as_of=date(2026, 11, 3))
        for line in lines:
            heard: list[str] = []
            talk = Talk(made.turns, made.writer, "contoh", read=str, write=heard.append)
            await talk.say(line)
            said.append("\n".join(heard).strip())
    return said


def fits(wanted: str, said: str) -> bool:
    """Compare; "…" stands for anything left out."""
    return bool(re.fullmatch(re.escape(wanted).replace("…", ".*"), said, re.DOTALL))
