"""Simulated people: seeded automata that answer what they see, change their minds and vanish.

Each knows its own family, writes one wish after another, reads the last message like a person
would (the question, the buttons), and now and then taps twice, taps an old button, goes back,
cancels, blocks the bot or is silent for a while.  What it did and what it heard is its own ledger.
"""

from __future__ import annotations

import asyncio
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from conversations.text import Catalogue
from tests.fakes import telegram as tg
from tests.fakes import whatsapp as wa

CODE = re.compile(r"\b[A-Z]+-\d\d-[A-Z]+-\d\d-[A-Z]+-\d\d-[A-Z]+-\d\d\b")
NUMBERED = re.compile(r"^(\d+)\. (.+?)(?: – .*)?$", re.MULTILINE)
RECEIVED = ("Laporan diterima. Kodenya:", "Your report is received. Its code:")
IN_PIECES = re.compile(r"\{\w+\}")
QUESTIONS = {
    "nik": "Pertama: NIK (16 angka di KTP)?",
    "tail": "Terima kasih (NIK {masked}). "
    "Kedua: 6 angka terakhir No. KK, di bagian atas Kartu Keluarga.",
    "district": "Di kecamatan apa?",
    "own district": "Bapak/Ibu di kecamatan apa?",
    "village": "Desa atau kelurahannya?",
    "who": "Siapa, dan di mana rumahnya? Nama panggilan atau patokan cukup; NIK tidak perlu. "
    "Boleh pesan suara.",
    "name": "Siapa nama Bapak/Ibu?",
    "photo": "Ada foto? Kirim satu, atau pilih Lewati. "
    "Petugas melihat salinannya, tanpa data lokasi di dalam foto.",
    "another": "Fotonya saya terima. Ada satu lagi? Atau pilih Lewati.",
    "filed": "Nanti masih bisa ditambah, atau dicabut sebelum diperiksa. Sudah benar?",
    "place": "Bisa kirim lokasi rumahnya, atau tulis patokan? Kalau tidak, pilih Lewati.",
}
ERASED = (
    "Sudah dihapus. Catatan resmi di kantor tetap ada. Bapak/Ibu boleh menulis lagi kapan saja."
)
WISHES = {
    "cek status": 5,
    "saya mau lapor, tetangga kaya dapat bantuan": 7,
    "lapor": 5,
    "bantuan": 1,
    "jaga kartu": 1,
    "bahasa": 2,
    "berhenti": 1,
    "mulai": 1,
    "data saya": 1,
    "petugas": 1,
    "halo bu": 1,
    "pkh sy knp blm cair": 1,
}
LONG = 15
"""Whoever has so much energy came to report something."""
NONSENSE = ("asdf qwer", "???", "1", "9", "ya", "tidak tahu", "😀😀")
NOT_A_STEP = frozenset({"Menu", "Bicara petugas", "Batal", "Ubah", "Bukan keluarga saya"})


def understood_in(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Tell each question by a piece of it, in both languages."""
    return {
        name: (longest(msgid), longest(catalogue.one(msgid)))
        for name, msgid in {**QUESTIONS, "erased": ERASED}.items()
    }


def longest(text: str) -> str:
    return max(IN_PIECES.split(text), key=len)


@dataclass(frozen=True)
class Home:
    """A family of the demo."""

    niks: tuple[str, ...]
    kk: str
    village: str
    district: str


@dataclass
class Deed:
    """Something that a person did."""

    id: str
    """As the platform counts it."""
    what: str
    at: float
    talk: str = ""
    """What the button carries, where it sends a report off: one for each report."""


@dataclass(frozen=True)
class Heard:
    text: str
    labels: tuple[str, ...]
    shown: Any


class Human(ABC):
    """Somebody; ``live`` is the life."""

    photo = b""
    address: str
    """As Peka keeps it."""
    questions: Mapping[str, tuple[str, str]] = {}
    english: Mapping[str, str] = {}
    over = asyncio.Event()
    """Whoever is not done by then is not heard of any more."""

    def __init__(self, number: int, home: Home, chance: Random, energy: int) -> None:
        self.number, self.home, self.chance, self.energy = number, home, chance, energy
        self.mark = f"wargake{number:04d}x"
        """Stands in everything open that this person writes."""
        self.fickle, self.patience = chance.choice(((0.01, 12.0), (0.04, 8.0), (0.2, 4.0)))
        self.heard: list[Heard] = []
        self.deeds: list[Deed] = []
        self.photos = 0
        self.bell = asyncio.Event()
        self.blocked = False
        self.taken: set[str] = set()

    # What can be done, by channel

    @abstractmethod
    def write(self, text: str) -> str:
        """Write; the id of it."""

    @abstractmethod
    def tap(self, label: str, heard: Heard) -> str:
        """Tap a button of a message, or type its number."""

    @abstractmethod
    def carried(self, label: str, heard: Heard) -> str:
        """What a tap would carry; nothing where the number is typed instead."""

    @abstractmethod
    def send_photo(self) -> str: ...

    @abstractmethod
    def send_odd(self) -> str:
        """Send a sticker, a voice note, a contact or an edit."""

    @abstractmethod
    def leave_or_return(self) -> None:
        """Block the bot or let it in again, where the platform has that."""

    # Life

    def hears(self, heard: Heard) -> None:
        self.heard.append(heard)
        self.bell.set()

    async def live(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, 1) * self.spread)
        while self.energy > 0 and not self.over.is_set():
            self.energy -= 1
            self.act()
            await self.listen()
            if self.blocked and self.chance.random() < 0.7:
                self.leave_or_return()

    spread = 12.0

    async def listen(self) -> None:
        """Wait for an answer as long as patience lasts, then think a moment."""
        try:
            async with asyncio.timeout(self.patience * self.chance.uniform(0.5, 1.5)):
                await self.bell.wait()
        except TimeoutError:
            pass
        await asyncio.sleep(self.chance.uniform(0.05, 0.7))
        if self.chance.random() < 0.02:
            await asyncio.sleep(self.chance.uniform(4, 12))  # gone, and back again

    def did(self, what: str, id_: str, talk: str = "") -> None:
        self.deeds.append(Deed(id_, what, time.monotonic(), talk))
        self.bell.clear()

    def act(self) -> None:
        last = self.heard[-1] if self.heard else None
        if last is None:
            self.say("lapor" if self.energy > LONG else self.wish())
        elif self.chance.random() < self.fickle:
            self.change_of_mind()
        else:
            self.answer(last)

    def change_of_mind(self) -> None:
        """Do anything but answer."""
        acts = (
            lambda: self.say(self.wish()),
            lambda: self.say("batal"),
            lambda: self.say("kembali"),
            lambda: self.say("menu"),
            lambda: self.say(self.chance.choice(NONSENSE)),
            self.tap_old,
            lambda: self.did("odd", self.send_odd()),
            self.leave_or_return,
            lambda: self.say(self.code() or self.wish()),
        )
        self.chance.choice(acts)()

    def say(self, text: str) -> None:
        self.did(f"say {text}", self.write(text))

    def wish(self) -> str:
        return self.chance.choices(list(WISHES), list(WISHES.values()))[0]

    def code(self) -> str:
        codes = sorted(self.codes)
        return self.chance.choice(codes) if codes else ""

    @property
    def codes(self) -> set[str]:
        """The receipts that were given to this person."""
        return {
            found
            for heard in self.heard
            if heard.text.startswith(RECEIVED)
            for found in CODE.findall(heard.text)
        }

    @property
    def erasures(self) -> int:
        """Numbers of talks begin anew behind each."""
        return sum(self.asked(one.text, "erased") for one in self.heard)

    def tap_old(self) -> None:
        old = [one for one in self.heard[-8:-1] if one.labels]
        if not old:
            self.say(self.wish())
            return
        heard = self.chance.choice(old)
        self.taps(self.chance.choice(heard.labels), heard)

    def taps(self, label: str, heard: Heard) -> None:
        sends = label in self.sending and self.asked(heard.text, "filed")
        carried = self.carried(label, heard) if sends else ""
        # A number that is typed answers whatever is asked by then: it is no word on this report.
        talk = f"{self.erasures} {carried}" if carried else ""
        self.did(f"tap {label}", self.tap(label, heard), talk)
        if self.chance.random() < 0.08:
            self.did(f"tap {label}", self.tap(label, heard), talk)

    @property
    def sending(self) -> tuple[str, str]:
        return ("Kirim", self.english["Kirim"])

    def asked(self, text: str, name: str) -> bool:
        return any(piece in text for piece in self.questions[name])

    def answer(self, heard: Heard) -> None:
        text, labels = heard.text, heard.labels
        words = self.words(text)
        if words:
            self.say(words)
        elif self.asked(text, "photo") or self.asked(text, "another"):
            self.photo_or_not(heard)
        elif send := self.named("Kirim", labels):
            self.decide(send, heard)
        elif agree := self.named("Setuju", labels):
            self.taps(agree, heard)
        elif steps := [one for one in labels if one not in self.no_step]:
            self.taps(self.chance.choice(steps), heard)
        elif labels and self.chance.random() < 0.2:
            self.taps(self.chance.choice(labels), heard)
        elif "?" in text and not labels and self.chance.random() < 0.8:
            self.say(f"cerita {self.mark} {self.chance.randrange(100)}")
        else:
            self.say(self.wish())

    def decide(self, send: str, heard: Heard) -> None:
        mood = self.chance.random()
        self.taps(send if mood < 0.8 else self.chance.choice(heard.labels), heard)

    def photo_or_not(self, heard: Heard) -> None:
        skip = self.named("Lewati", heard.labels)
        if skip and self.chance.random() < 0.55:
            self.taps(skip, heard)
        else:
            self.photos += 1
            self.did("photo", self.send_photo())

    def words(self, text: str) -> str:
        """What is written, where words are asked for."""
        known = {
            "nik": self.chance.choice(self.home.niks),
            "tail": self.home.kk[-6:],
            "district": self.home.district,
            "own district": self.home.district,
            "village": self.home.village,
            "who": f"Bu Ani {self.mark}, dekat musala",
            "name": f"Siti {self.mark}",
            "place": f"rumah hijau {self.mark}",
        }
        return next((known[name] for name in known if self.asked(text, name)), "")

    def named(self, label: str, labels: tuple[str, ...]) -> str:
        both = (label, self.english.get(label, label))
        return next((one for one in labels if one in both), "")

    @property
    def no_step(self) -> frozenset[str]:
        return NOT_A_STEP | {self.english.get(one, one) for one in NOT_A_STEP}


class OnTelegram(Human):
    def __init__(self, person: tg.Person, *given: Any) -> None:  # noqa: ANN401 - of Human
        super().__init__(*given)
        self.person = person
        self.address = str(person.id)
        self.blocking: list[str] = []

    def write(self, text: str) -> str:
        return str(self.person.says(text)["update_id"])

    def tap(self, label: str, heard: Heard) -> str:
        return str(self.person.taps(label, heard.shown)["update_id"])

    def carried(self, label: str, heard: Heard) -> str:
        return str(heard.shown.carried_by(label))

    def send_photo(self) -> str:
        return str(self.person.sends_photo(self.photo)["update_id"])

    def send_odd(self) -> str:
        acts = (
            self.person.sends_sticker,
            self.person.sends_voice,
            lambda: self.person.shares_contact("+628123"),
            lambda: self.person.edits(f"bukan, {self.mark}"),
        )
        return str(self.chance.choice(acts)()["update_id"])

    def leave_or_return(self) -> None:
        change = self.person.unblocks() if self.blocked else self.person.blocks()
        self.blocked = not self.blocked
        self.blocking.append(str(change["update_id"]))

    def said(self, text: str) -> None:
        self.say(text)

    def act(self) -> None:
        if self.blocked:  # nobody can write to a bot that they block
            self.leave_or_return()
            return
        super().act()


class OnWhatsApp(Human):
    def __init__(self, person: wa.FakePerson, *given: Any) -> None:  # noqa: ANN401 - of Human
        super().__init__(*given)
        self.person = person
        self.address = person.key

    def write(self, text: str) -> str:
        return _id(self.person.says(text))

    def tap(self, label: str, heard: Heard) -> str:
        number = next((n for n, name in NUMBERED.findall(heard.text) if name == label), "")
        if number and not heard.shown.choices:
            return _id(self.person.says(number))
        interactive = heard.shown.payload["interactive"]["type"]
        kind = "button_reply" if interactive == "button" else "list_reply"
        choice = next(one for one in heard.shown.choices if one.label == label)
        tapped = {"id": choice.id, "title": choice.label}
        if choice.more:
            tapped["description"] = choice.more
        content = {"type": kind, kind: tapped}
        context = {"from": "62", "id": heard.shown.id}
        return _id(self.person.sends("interactive", content, context=context))

    def carried(self, label: str, heard: Heard) -> str:
        for choice in heard.shown.choices:
            if choice.label == label:
                return str(choice.id)
        return ""

    def send_photo(self) -> str:
        return _id(self.person.sends_photo(self.photo))

    def send_odd(self) -> str:
        acts = (
            lambda: self.person.sends("sticker", {"id": "1", "mime_type": "image/webp"}),
            lambda: self.person.shares_contact("628123"),
            lambda: self.person.sends("order", {"catalog_id": "1", "product_items": []}),
        )
        return _id(self.chance.choice(acts)())

    def leave_or_return(self) -> None:
        """WhatsApp tells nobody of a block; here somebody is merely silent."""


def _id(hook: wa.Hook) -> str:
    return str(hook.body["entry"][0]["changes"][0]["value"]["messages"][0]["id"])


class Officer(OnTelegram):
    """Comes in with a code, opens what is new and answers it."""

    join = ""

    def act(self) -> None:
        last = self.heard[-1] if self.heard else None
        if last is None:
            self.say(f"masuk {self.join}")
        elif opened := self.named("Buka", last.labels):
            self.taps(opened, last)
        elif answer := self.named("Jawab", last.labels):
            self.taps(answer, last)
        elif "Tulis jawabannya" in last.text:
            self.say("Terima kasih, sedang kami periksa.")
        else:
            self.say("tugas")

    async def live(self) -> None:
        while self.energy > 0:
            self.energy -= 1
            self.act()
            await self.listen()
            await asyncio.sleep(self.chance.uniform(1, 3))


def seen_on_telegram(shown: tg.Shown) -> Heard:
    return Heard(shown.text, tuple(shown.labels), shown)


def seen_on_whatsapp(shown: wa.Shown) -> Heard:
    labels = shown.labels
    if not labels and (found := NUMBERED.findall(shown.text)):
        labels = tuple(name for _n, name in found)
    return Heard(shown.text, labels, shown)
