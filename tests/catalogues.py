"""Judge every text that Peka can say, in every language it speaks.

`python -m tests.catalogues` prints what is wrong, a line each, and fails if there is anything.
`python -m tests.catalogues --update` rewrites `locales/peka.pot` and brings every `peka.po` in
line with it; what is new there is empty, what came close is marked fuzzy, until somebody writes.
"""

import argparse
import ast
import re
import string
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ("conversations", "handlers", "bot")
TEXTS = "conversations.text"
"""The module whose functions make texts; the only one that may do so by other means."""
MAKERS = {"say": 1, "say_n": 2, "label": 1, "lesson": 1}
"""Functions that make a text, and how many literals each begins with."""
DATA = "bansos/data"
DATA_KEYS = dict.fromkeys(("meaning", "action", "text", "question", "answer"), "say") | {
    "label": "label",
    "lesson": "lesson",
}
"""Keys of data files that hold texts, and what each is."""
LABEL_LIMIT = 20
REPLY_LIMIT = 600
COMPLETE = ("en",)
"""Languages in which nothing may be missing."""
FORBIDDEN = ("Anda wajib", "sesuai ketentuan yang berlaku", "orang kaya", "penjudi", "pelanggar")
"""What Peka never says in Indonesian: it neither orders about nor shames."""
PO_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""
WIDTH = 99


@dataclass(frozen=True)
class Text:
    """One text as it is written: `forms` is one string, or singular and plural."""

    kind: str
    forms: tuple[str, ...]
    file: str
    line: int = 0
    given: frozenset[str] | None = None
    """Names the call fills in; None where that cannot be seen."""

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass
class Found:
    texts: list[Text] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def collect(root: Path) -> Found:
    """Read every text of the code and of the data files below `root`."""
    found = Found()
    for folder in CODE:
        for path in sorted((root / folder).rglob("*.py")):
            file = path.relative_to(root).as_posix()
            if file != TEXTS.replace(".", "/") + ".py":
                _Source(file, found).visit(ast.parse(path.read_text(), file))
    for path in sorted((root / DATA).rglob("*.toml")):
        file = path.relative_to(root).as_posix()
        found.texts += _in_data(tomllib.loads(path.read_text()), file)
    return found


class _Source(ast.NodeVisitor):
    """Reads one module: its texts, and whatever tries to be a text without being readable."""

    def __init__(self, file: str, found: Found) -> None:
        self.file = file
        self.found = found
        self.names: dict[str, str] = {}
        self.modules: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        named = (alias for alias in node.names if alias.name == TEXTS)
        self.modules |= {alias.asname or alias.name for alias in named}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        package, _, module = TEXTS.rpartition(".")
        if node.module in (TEXTS, module):
            self.names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif node.module == package or (node.level and not node.module):
            named = (alias for alias in node.names if alias.name == module)
            self.modules |= {alias.asname or alias.name for alias in named}

    def visit_Call(self, node: ast.Call) -> None:
        maker = self._maker(node.func)
        if maker in MAKERS:
            self._text(node, maker)
        elif maker == "Say":
            self._wrong(node, "Say(...) by hand; write say(), say_n(), label() or lesson()")
        elif maker == "told" and any(isinstance(arg, ast.Constant) for arg in node.args):
            self._wrong(node, "told() is for texts of data files; write say()")
        if maker is None:
            self.visit(node.func)
        for part in (*node.args, *node.keywords):
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and self.names.get(node.id) in MAKERS:
            self._wrong(node, f"{node.id} passed on; call it here, with the text itself")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if self._maker(node) in MAKERS:
            self._wrong(node, f"{node.attr} passed on; call it here, with the text itself")
        self.generic_visit(node)

    def _maker(self, func: ast.expr) -> str | None:
        match func:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=module, attr=name) if ast.unparse(module) in self.modules:
                return name
        return None

    def _text(self, node: ast.Call, maker: str) -> None:
        literals = node.args[: MAKERS[maker]]
        forms = tuple(
            arg.value
            for arg in literals
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        )
        if len(forms) < MAKERS[maker]:
            self._wrong(node, f"{maker}() takes a literal text: no variable, f-string or sum")
            return
        names = [keyword.arg for keyword in node.keywords]
        given = None if None in names else frozenset(name for name in names if name)
        self.found.texts.append(Text(maker, forms, self.file, node.lineno, given))

    def _wrong(self, node: ast.expr, what: str) -> None:
        self.found.problems.append(f"{self.file}:{node.lineno}: {what}")


def _in_data(value: object, file: str, kind: str | None = None) -> Iterator[Text]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _in_data(inner, file, DATA_KEYS.get(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _in_data(inner, file, kind)
    elif isinstance(value, str) and kind and value:
        yield Text(kind, (value,), file)


def template(texts: Iterable[Text]) -> Catalog:
    """The catalogue that translators start from: every text once, with its files."""
    catalog = Catalog()
    # A text that is counted anywhere is counted everywhere.
    for text in sorted(texts, key=lambda text: -len(text.forms)):
        forms = text.forms if len(text.forms) > 1 else text.forms[0]
        known = catalog.get(text.forms[0])
        catalog.add(known.id if known else forms, locations=[(text.file, 0)])
    for message in catalog:
        message.locations = sorted(set(message.locations))
    return catalog


def as_po(catalog: Catalog, language: str = "") -> str:
    """The catalogue as a file that is the same on every machine, on every day."""
    out = BytesIO()
    write_po(
        out,
        catalog,
        width=WIDTH,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = PO_HEADER.format(language=language, plurals=catalog.plural_forms.rstrip("; "))
    return (header if language else "") + out.getvalue().decode()


def languages(root: Path) -> dict[str, Path]:
    """Every language there is a catalogue of, and those there must be."""
    folder = root / "locales"
    codes = {path.parts[-3] for path in folder.glob("*/LC_MESSAGES/peka.po")} | set(COMPLETE)
    return {code: folder / code / "LC_MESSAGES" / "peka.po" for code in sorted(codes)}


def load(path: Path, language: str) -> Catalog:
    """One language's catalogue; an empty one where there is no file yet."""
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language)


def update(root: Path) -> None:
    """Write the template, and every language in line with it."""
    texts = template(collect(root).texts)
    _write(root / "locales" / "peka.pot", as_po(texts))
    for language, path in languages(root).items():
        catalog = load(path, language)
        catalog.update(texts)
        _write(path, as_po(catalog, language))


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_text(content)
    fresh.replace(path)


def check(root: Path) -> list[str]:
    """Everything that is wrong, a line each."""
    found = collect(root)
    problems = found.problems + [
        f"{text.place}: {what}: {_short(text.forms[0])}"
        for text in found.texts
        for what in wrong_in_source(text)
    ]
    texts = template(found.texts)
    pot = root / "locales" / "peka.pot"
    if not pot.exists() or pot.read_text() != as_po(texts):
        problems.append("locales/peka.pot: not what the code says; run `make catalogues`")
    for language, path in languages(root).items():
        problems += _wrong_in_language(found.texts, language, load(path, language))
    return problems


def wrong_in_source(text: Text) -> Iterator[str]:
    """What is wrong with a text before anybody translates it."""
    for form in text.forms:
        yield from _wrong_form(text.kind, form)
        for phrase in FORBIDDEN:
            if re.search(rf"\b{re.escape(phrase)}\b", form, re.IGNORECASE):
                yield f'Peka never says "{phrase}"'
    try:
        named = frozenset().union(*map(placeholders, text.forms))
    except ValueError:
        return
    counted = {"n"} if text.kind == "say_n" else set()
    if text.given is not None and named - counted != text.given - counted:
        yield f"places {_names(named)}, but the call fills {_names(text.given)}"


def _wrong_form(kind: str, form: str) -> Iterator[str]:
    try:
        named = placeholders(form)
    except ValueError as error:
        yield str(error)
        return
    if kind == "label" and named:
        yield "a label has no places: its length could not be judged"
    if kind == "label" and len(form) > LABEL_LIMIT:
        yield f"a label of {len(form)} characters; {LABEL_LIMIT} fit on a button"
    if kind != "lesson" and len(form) > REPLY_LIMIT:
        yield f"{len(form)} characters; {REPLY_LIMIT} at most, or lesson()"


def placeholders(form: str) -> frozenset[str]:
    """The names between braces; ValueError for anything there but a plain name."""
    names = set()
    for _, name, spec, conversion in string.Formatter().parse(form):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"{{{name}}} is no plain named place")
        names.add(name)
    return frozenset(names)


def _wrong_in_language(texts: list[Text], language: str, catalog: Catalog) -> Iterator[str]:
    seen = set()
    for text in texts:
        source = text.forms[0]
        if (text.kind, source) in seen:
            continue
        seen.add((text.kind, source))
        for what in _wrong_translation(text, language, catalog.get(source)):
            yield f"{language}: {text.place}: {what}: {_short(source)}"


def _wrong_translation(text: Text, language: str, message: Message | None) -> Iterator[str]:
    forms = _forms(message)
    if message is None or message.fuzzy or not forms or not all(forms):
        if language in COMPLETE:
            yield "fuzzy" if message and message.fuzzy else "not translated"
        return
    if len(text.forms) > 1 and len(forms) < 2:
        yield "no plural"
    for form in forms:
        yield from _wrong_form(text.kind, form)
    if text.kind != "label":
        yield from _wrong_places(text, forms)


def _wrong_places(text: Text, forms: tuple[str, ...]) -> Iterator[str]:
    try:
        wanted = frozenset().union(*map(placeholders, text.forms))
        named = [placeholders(form) for form in forms]
    except ValueError:
        return
    # "one day" may do without the number.
    counted = {"n"} if len(text.forms) > 1 else set()
    for names in named:
        if names - counted != wanted - counted:
            yield f"places {_names(names)} instead of {_names(wanted)}"


def _forms(message: Message | None) -> tuple[str, ...]:
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _names(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _short(text: str) -> str:
    return repr(text if len(text) <= REPLY_LIMIT // 10 else text[: REPLY_LIMIT // 10 - 1] + "…")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="rewrite the catalogues")
    if parser.parse_args().update:
        update(ROOT)
        return 0
    problems = check(ROOT)
    print("\n".join(problems) if problems else "catalogues: good")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
