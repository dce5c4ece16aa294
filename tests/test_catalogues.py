from collections.abc import Callable
from pathlib import Path

import pytest

from tests import catalogues

IMPORT = "from conversations.text import label, lesson, say, say_n, told, Say\n"
Wrong = Callable[[str], list[str]]


@pytest.fixture
def wrong(tmp_path: Path) -> Wrong:
    """What is wrong with one module's texts, apart from their translation."""

    def judge(code: str) -> list[str]:
        _put(tmp_path, "conversations/flow.py", IMPORT + code)
        found = catalogues.collect(tmp_path)
        return found.problems + [
            what for text in found.texts for what in catalogues.wrong_in_source(text)
        ]

    return judge


@pytest.mark.parametrize(
    "code",
    [
        'say("Halo")',
        'say("Halo, " "{name}", name=who)',
        'say("Halo, {name}", **names)',
        'say("Kurung {{apa adanya}}")',
        'say_n("{n} hari", "{n} hari", days)',
        'label("Cek status")',
        f'lesson("{"a" * 601}")',
        "told(row.meaning)",
        "def text(it: Say) -> Say: return it",
        'print("say")',
    ],
)
def test_a_good_text_passes(wrong: Wrong, code: str) -> None:
    assert wrong(code) == []


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("say(text)", "takes a literal"),
        ('say(f"Halo {name}")', "takes a literal"),
        ('say("Halo " + name)', "takes a literal"),
        ("say(*words)", "takes a literal"),
        ('say_n("{n} hari", many, days)', "takes a literal"),
        ("map(say, words)", "passed on"),
        ('say(say("a") and name)', "takes a literal"),
        ('say("Halo, {name}")', "places name, but the call fills nothing"),
        ('say("Halo", name=who)', "places nothing, but the call fills name"),
        ('say("Halo, {}", name=who)', "no plain named place"),
        ('say("Halo, {name!r}", name=who)', "no plain named place"),
        ('say("Halo, {name:>5}", name=who)', "no plain named place"),
        ('say("Halo, {name", name=who)', "expected '}'"),
        ('label("Bicara dengan petugas")', "a label of 21 characters"),
        ('label("Hapus {name}")', "no places"),
        (f'say("{"a" * 601}")', "601 characters"),
        ('say("Anda wajib hadir")', "never says"),
        ('Say("Halo")', "by hand"),
        ('told("Halo")', "data files"),
        ('from conversations import text\ntext.say("Halo " + name)', "takes a literal"),
        ('import conversations.text as t\nt.say("Halo " + name)', "takes a literal"),
        ("import conversations.text\nconversations.text.say(name)", "takes a literal"),
        ("from conversations import text\nmap(text.say, words)", "passed on"),
        ('from .text import say as s\ns("Halo " + name)', "takes a literal"),
    ],
)
def test_a_bad_text_is_named(wrong: Wrong, code: str, complaint: str) -> None:
    problems = wrong(code)
    assert problems
    assert complaint in problems[0]


def test_a_complaint_says_where(tmp_path: Path) -> None:
    _put(tmp_path, "bot/app.py", IMPORT + "\nsay(text)\n")
    (problem,) = catalogues.collect(tmp_path).problems
    assert problem.startswith("bot/app.py:3: ")


def test_data_files_hold_texts_under_the_keys_of_texts(tmp_path: Path) -> None:
    _put(
        tmp_path,
        "bansos/data/statuses.toml",
        '[spm]\nmeaning = "Surat terbit."\nsource = "Juknis"\n[[spm.choices]]\nlabel = "Saldo"\n',
    )
    texts = catalogues.collect(tmp_path).texts
    assert [(text.kind, text.forms) for text in texts] == [
        ("say", ("Surat terbit.",)),
        ("label", ("Saldo",)),
    ]


def test_what_is_new_must_be_translated(tmp_path: Path) -> None:
    _put(
        tmp_path, "bot/app.py", IMPORT + 'say("Halo, {name}", name=who)\nsay_n("hari", "hari", n)'
    )
    assert any("run `make catalogues`" in problem for problem in catalogues.check(tmp_path))
    catalogues.update(tmp_path)
    assert [problem.split(": ")[2] for problem in catalogues.check(tmp_path)] == [
        "not translated",
        "not translated",
    ]
    _translate(
        tmp_path, 'msgid "Halo, {name}"\nmsgstr ""', 'msgid "Halo, {name}"\nmsgstr "Hi, {who}"'
    )
    _translate(tmp_path, 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "day"\nmsgstr[1] "days"')
    (problem,) = catalogues.check(tmp_path)
    assert "places who instead of name" in problem
    _translate(tmp_path, "Hi, {who}", "Hi, {name}")
    assert catalogues.check(tmp_path) == []


def test_a_changed_text_waits_for_its_translator(tmp_path: Path) -> None:
    _put(tmp_path, "bot/app.py", IMPORT + 'say("Surat perintah bayar sudah terbit.")')
    catalogues.update(tmp_path)
    _translate(tmp_path, 'terbit."\nmsgstr ""', 'terbit."\nmsgstr "The order to pay is out."')
    assert catalogues.check(tmp_path) == []
    _put(tmp_path, "bot/app.py", IMPORT + 'say("Surat perintah bayar belum terbit.")')
    catalogues.update(tmp_path)
    (problem,) = catalogues.check(tmp_path)
    assert "fuzzy" in problem
    assert "out." in (tmp_path / "locales/en/LC_MESSAGES/peka.po").read_text()


def test_a_label_is_short_in_every_language(tmp_path: Path) -> None:
    _put(tmp_path, "bot/app.py", IMPORT + 'label("Cek status")')
    catalogues.update(tmp_path)
    _translate(tmp_path, 'status"\nmsgstr ""', 'status"\nmsgstr "Look up what became of it"')
    (problem,) = catalogues.check(tmp_path)
    assert problem.startswith("en: bot/app.py:2: a label of 25 characters")


def test_updating_twice_changes_nothing(tmp_path: Path) -> None:
    _put(tmp_path, "bot/app.py", IMPORT + 'say("b")\nsay("a")\nsay_n("c", "c", n)\nsay("c")')
    catalogues.update(tmp_path)
    before = {path: path.read_bytes() for path in _catalogues(tmp_path)}
    catalogues.update(tmp_path)
    assert {path: path.read_bytes() for path in _catalogues(tmp_path)} == before
    assert all(str(tmp_path).encode() not in content for content in before.values())


def _catalogues(root: Path) -> list[Path]:
    return [path for path in (root / "locales").rglob("*") if path.is_file()]


def _put(root: Path, name: str, content: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def _translate(root: Path, old: str, new: str) -> None:
    path = root / "locales/en/LC_MESSAGES/peka.po"
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new))
