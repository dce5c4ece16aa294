"""A ``.talk`` file as data: read, matched against what was really said, and written again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OFFICE = "kantor"
"""Nobody in a chat: the office's own system, at the admin webhook."""
HEADER = re.compile(r"(data|petugas|kenal|terhubung|templat|hanya di|tidak di): *(.+)")
DEED = re.compile(r"([a-z][a-z0-9_]*)(>>?) ?(.*)")
HEARS = re.compile(r"([a-z][a-z0-9_]*)<\s*")
LATER = re.compile(r"… *(.+)")
CHECK = re.compile(r"periksa: *(.+)")
BUTTONS = re.compile(r"\[[^\[\]]+\](?: \[[^\[\]]+\])*")
BUTTON = re.compile(r"\[([^\[\]]+)\]")
BETWEEN = "--"
CUT = "…"
HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
FILLED = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|([a-z]+))?\}")
TIMES = re.compile(r"\((\d+) kali (.+)\)")
SIGN = re.compile(r"\\(n|0|u[0-9a-f]{4})")

RECEIPT = r"(?:[A-Z]+-\d\d-){3}[A-Z]+-\d\d"
ONE_TIME = r"[A-Z]\d[A-Z]\d-[A-Z0-9]{4}"
REFERENCE = r"[A-Z][3-9][ABCDEFGHJKLMNPQRTUVWXY346789]{4}"
FLOWER = (
    r"(?:Melati|Mawar|Kenanga|Cempaka|Dahlia|Anggrek|Teratai|Seroja|Flamboyan|Kamboja|Sakura"
    r"|Tulip|Lavender|Aster|Lili|Bugenvil|Soka|Wijaya) \d\d"
)
SHAPES = {"kode": RECEIPT, "sekali": ONE_TIME, "tugas": REFERENCE, "alias": FLOWER}
"""What Peka draws by lot, and the name under which a talk keeps it."""
ANYTHING = r"[\w-]+"


@dataclass(frozen=True)
class Message:
    """One message of Peka's: its words, and the labels of what can be tapped."""

    text: str
    buttons: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        told = [f"  {line}" if line else "" for line in self.text.split("\n")]
        row = " ".join(f"[{label}]" for label in self.buttons)
        return [*told, f"  {row}"] if row else told


@dataclass
class Heard:
    """What one person hears because of the deed before."""

    person: str
    messages: list[Message] = field(default_factory=list)

    def lines(self) -> list[str]:
        found: list[str] = []
        for message in self.messages:
            found += [f"  {BETWEEN}", *message.lines()] if found else message.lines()
        return found


@dataclass
class Deed:
    """Something a person does, and what everybody hears of it."""

    person: str
    what: str
    at_once: bool = False
    """Within the same second as the deed before."""
    heard: list[Heard] = field(default_factory=list)

    def of(self, person: str) -> list[Message]:
        return _of(self.heard, person)

    def lines(self) -> list[str]:
        begin = f"{self.person}{'>>' if self.at_once else '>'} {self.what}".rstrip()
        return [begin, *_heard_lines(self)]


def _of(heard: list[Heard], person: str) -> list[Message]:
    return next((one.messages for one in heard if one.person == person), [])


def _heard_lines(event: Deed | Later) -> list[str]:
    found: list[str] = []
    for one in event.heard:
        if one.messages:
            found += [] if one.person == event.person else [f"{one.person}<"]
            found += one.lines()
    return found


@dataclass
class Later:
    """Time passes, and somebody may hear something because of it."""

    how: str
    heard: list[Heard] = field(default_factory=list)
    person: str = ""

    def of(self, person: str) -> list[Message]:
        return _of(self.heard, person)

    def lines(self) -> list[str]:
        return [f"… {self.how}", *_heard_lines(self)]


@dataclass(frozen=True)
class Check:
    """Something that is looked up beside the conversation, by a name of ``checks.py``."""

    what: str

    def lines(self) -> list[str]:
        return [f"periksa: {self.what}"]


@dataclass(frozen=True)
class Note:
    """A remark, or an empty line."""

    line: str

    def lines(self) -> list[str]:
        return [self.line]


@dataclass
class Talk:
    """One file."""

    path: Path
    header: list[tuple[str, str]]
    items: list[Deed | Later | Check | Note]

    @property
    def name(self) -> str:
        return self.path.stem

    def given(self, key: str) -> list[str]:
        return [value for name, value in self.header if name == key]

    def may_be_on(self, channel: str) -> bool:
        """Tell whether the head of the talk allows a channel."""
        only = self.given("hanya di")
        return channel not in self.given("tidak di") and (not only or channel in only)

    @property
    def deeds(self) -> list[Deed]:
        return [one for one in self.items if isinstance(one, Deed) and one.person != OFFICE]

    @property
    def people(self) -> list[str]:
        events = [one for one in self.items if isinstance(one, Deed | Later)]
        heard = [one.person for event in events for one in (event, *event.heard) if one.person]
        officers = [value.partition("=")[0].strip() for value in self.given("petugas")]
        return [one for one in dict.fromkeys([*officers, *heard]) if one != OFFICE]

    def text(self) -> str:
        found: list[str] = []
        for item in self.items:
            found += item.lines()
        return "\n".join(found).rstrip() + "\n"


class Unclear(ValueError):
    """A line of a talk that means nothing."""


def read(path: Path) -> Talk:
    return _Reading(path).whole(path.read_text(encoding="utf-8").split("\n"))


class _Reading:
    def __init__(self, path: Path) -> None:
        self.talk = Talk(path, [], [])
        self.event: Deed | Later | None = None
        self.open: list[str] | None = None
        """Lines of the block under way."""
        self.whose = ""

    def whole(self, lines: Iterable[str]) -> Talk:
        for number, line in enumerate(lines, start=1):
            try:
                self.line(line.rstrip())
            except Unclear as fault:
                raise Unclear(f"{self.talk.path.name}:{number}: {fault}") from None
        self.close()
        return self.talk

    def line(self, line: str) -> None:
        if self.open is not None and (not line or line.startswith("  ")):
            self.open.append(line[2:])
            return
        gap = self.close()
        self.talk.items += [Note("")] * gap
        if not line or line.startswith("#"):
            self.talk.items.append(Note(line))
        elif self.event is None and (found := HEADER.fullmatch(line)):
            self.talk.header.append((found[1], found[2].strip()))
            self.talk.items.append(Note(line))
        elif found := CHECK.fullmatch(line):
            self.talk.items.append(Check(found[1]))
        elif found := LATER.fullmatch(line):
            self.event = Later(found[1])
            self.talk.items.append(self.event)
        elif found := HEARS.fullmatch(line):
            self.begin(found[1])
        elif found := DEED.fullmatch(line):
            self.event = Deed(found[1], found[3], at_once=found[2] == ">>")
            self.talk.items.append(self.event)
            self.begin(found[1])
        else:
            raise Unclear(f"tidak jelas: {line!r}")

    def begin(self, person: str) -> None:
        if self.event is None:
            raise Unclear("nobody has done anything yet")
        self.open, self.whose = [], person

    def close(self) -> int:
        """Put the block under way into its deed; gives the number of empty lines behind it."""
        if self.open is None or self.event is None:
            return 0
        lines, self.open = self.open, None
        bare = "\n".join(lines).rstrip("\n").split("\n")
        messages = _messages(bare)
        if messages:
            self.event.heard.append(Heard(self.whose, messages))
        return len(lines) - (len(bare) if messages else 0)


def _messages(lines: list[str]) -> list[Message]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == BETWEEN:
            parts.append([])
        else:
            parts[-1].append(line)
    return [_message(part) for part in parts if any(part)]


def _message(lines: list[str]) -> Message:
    if BUTTONS.fullmatch(lines[-1]):
        text = "\n".join(lines[:-1]).strip("\n")
        return Message(text, tuple(BUTTON.findall(lines[-1])))
    return Message("\n".join(lines).strip("\n"))


# Matching, with holes and cuts


def fits(wanted: Message, found: Message, holes: dict[str, str]) -> bool:
    """Compare; a hole met for the first time is filled."""
    if len(wanted.buttons) != len(found.buttons):
        return False
    seen = dict(holes)
    pairs = [(wanted.text, found.text), *zip(wanted.buttons, found.buttons, strict=True)]
    for want, have in pairs:
        matched = re.fullmatch(_pattern(want, seen), have, re.DOTALL)
        if matched is None:
            return False
        seen.update(matched.groupdict())
    holes.update(seen)
    return True


def _pattern(text: str, holes: Mapping[str, str]) -> str:
    made, at, named = "", 0, set()
    for found in HOLE.finditer(text):
        made += _cuts(text[at : found.start()])
        name = found[1]
        if name in holes:
            made += re.escape(holes[name])
        elif name in named:
            made += f"(?P={name})"
        else:
            named.add(name)
            made += f"(?P<{name}>{SHAPES.get(name.rstrip('0123456789'), ANYTHING)})"
        at = found.end()
    return made + _cuts(text[at:])


def _cuts(text: str) -> str:
    return ".*?".join(re.escape(part) for part in text.split(CUT))


def named(found: Message, holes: dict[str, str]) -> Message:
    """Put names in the place of what was drawn by lot, so that the talk holds next time too."""

    def put(text: str) -> str:
        for name, shape in SHAPES.items():
            edges = rf"(?<![\w-]){shape}(?![\w-])"
            for value in re.findall(edges, text):
                if value not in holes.values():
                    many = sum(one.rstrip("0123456789") == name for one in holes)
                    holes[f"{name}{many + 1}" if many else name] = value
        for name, value in sorted(holes.items(), key=lambda one: -len(one[1])):
            text = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"{{{name}}}", text)
        return text

    return Message(put(found.text), tuple(map(put, found.buttons)))


def spoken(text: str, holes: Mapping[str, str]) -> str:
    """Make of a line what the person really sends."""

    def fill(found: re.Match[str]) -> str:
        if found[1] not in holes:
            return found[0]
        value = holes[found[1]]
        forms = {"kecil": value.lower().replace("-", " "), "rapat": value.replace("-", "")}
        return forms.get(found[2] or "", value)

    def sign(found: re.Match[str]) -> str:
        known = {"n": "\n", "0": "\0"}
        return known.get(found[1]) or chr(int(found[1][1:], 16))

    text = FILLED.sub(fill, text)
    text = TIMES.sub(lambda found: found[2] * int(found[1]), text)
    return SIGN.sub(sign, text)
