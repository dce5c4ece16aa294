"""Which template announces what outside WhatsApp's window, and its text as Meta approves it.

A template only says that there is news; the news itself comes when the person answers.  So
nothing personal ever stands in one.  docs/templates.md holds the same texts, ready to be entered.
Rules of the platform: no variable at the beginning or the end of a body, bodies of at most 1,024
characters, quick replies of at most 25; marketing names a way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

READ, STOP = ">kabar_baca", ">berhenti"
"""What the quick replies carry."""
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """A template in one language."""

    body: str
    buttons: tuple[str, ...]
    defaults: tuple[str, ...] = ()
    """What stands in {{2}}, {{3}} … where the message names nothing; {{1}} is the office."""
    examples: tuple[str, ...] = ()
    """For Meta's reviewers: a word for each of {{2}}, {{3}} …"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A template of ours: its name at Meta, its category, what its buttons carry, its texts."""

    name: str
    category: str
    """utility or marketing, as Meta is asked to class it."""
    taps: tuple[str, ...]
    texts: Mapping[str, Wording]
    """By language: id and en."""

    @property
    def parameters(self) -> int:
        """How many variables the body has: the office, and what the message is about."""
        return 1 + len(self.texts["id"].defaults)


def _announcement(
    name: str, category: str, taps: tuple[str, ...], **texts: Wording
) -> Announcement:
    return Announcement(name, category, taps, MappingProxyType(texts))


CASE = _announcement(
    "peka_kabar",
    "utility",
    (READ,),
    id=Wording(
        "Bapak/Ibu, ada kabar dari {{1}} tentang hal yang pernah Bapak/Ibu sampaikan. "
        "Ketuk Baca untuk membukanya di sini.",
        ("Baca",),
    ),
    en=Wording(
        "There is news from {{1}} about the matter that you brought to us. "
        "Tap Read to open it here.",
        ("Read",),
    ),
)
SECURITY = _announcement(
    "peka_keamanan",
    "utility",
    (READ,),
    id=Wording(
        "Bapak/Ibu, ada pemberitahuan dari {{1}} tentang data keluarga yang terhubung ke nomor "
        "ini. Tolong dibaca hari ini. Ketuk Baca untuk membukanya.",
        ("Baca",),
    ),
    en=Wording(
        "There is a notice from {{1}} about the family data linked to this number. "
        "Please read it today. Tap Read to open it.",
        ("Read",),
    ),
)
SCHEDULE = _announcement(
    "peka_jadwal",
    "utility",
    (READ,),
    id=Wording(
        "Bapak/Ibu, ada jadwal dari {{1}} untuk keluarga Bapak/Ibu: {{2}}. "
        "Ketuk Baca untuk waktu dan tempatnya.",
        ("Baca",),
        ("kegiatan bantuan sosial",),
        ("pertemuan P2K2",),
    ),
    en=Wording(
        "There is a schedule from {{1}} for your family: {{2}}. Tap Read for time and place.",
        ("Read",),
        ("social assistance activity",),
        ("P2K2 meeting",),
    ),
)
REMINDER = _announcement(
    "peka_pengingat",
    "utility",
    (READ,),
    id=Wording(
        "Bapak/Ibu, ini pengingat dari {{1}}: {{2}}. Ketuk Baca untuk melanjutkan.",
        ("Baca",),
        ("ada hal yang menunggu jawaban Bapak/Ibu",),
        ("masa berpikir 7 hari sudah selesai",),
    ),
    en=Wording(
        "This is a reminder from {{1}}: {{2}}. Tap Read to go on.",
        ("Read",),
        ("something is waiting for your answer",),
        ("the 7 days to think it over have ended",),
    ),
)
TASK = _announcement(
    "peka_tugas",
    "utility",
    (READ,),
    id=Wording(
        "Ada tugas atau pesan baru untuk Bapak/Ibu sebagai petugas {{1}}. "
        "Ketuk Baca untuk membukanya.",
        ("Baca",),
    ),
    en=Wording(
        "There is a new task or message for you as an officer of {{1}}. Tap Read to open it.",
        ("Read",),
    ),
)
EDUCATION = _announcement(
    "peka_edukasi",
    "marketing",
    (READ, STOP),
    id=Wording(
        "Bapak/Ibu, ada bacaan singkat dari {{1}} tentang {{2}}. Ketuk Baca untuk membukanya. "
        "Ketuk Berhenti kalau tidak mau menerima pesan seperti ini lagi.",
        ("Baca", "Berhenti"),
        ("cara menjaga bantuan dan kartu",),
        ("cara menjaga kartu KKS",),
    ),
    en=Wording(
        "There is something short to read from {{1}} about {{2}}. Tap Read to open it. "
        "Tap Stop if you do not want messages like this any more.",
        ("Read", "Stop"),
        ("keeping your aid and your card safe",),
        ("keeping your KKS card safe",),
    ),
)
BY_PURPOSE: Mapping[str, Announcement] = MappingProxyType(
    {
        "case": CASE,
        "security": SECURITY,
        "linked": SECURITY,
        "schedule": SCHEDULE,
        "reminder": REMINDER,
        "task": TASK,
        "education": EDUCATION,
    }
)
"""What has no purpose here (a late reply, too) waits until the person writes."""
ANNOUNCEMENTS = tuple({one.name: one for one in BY_PURPOSE.values()}.values())


def words(
    announcement: Announcement, language: str, office: str, fill: tuple[str, ...]
) -> tuple[str, ...]:
    """Give what stands in the variables: the office, then what the message names or a default."""
    wording = announcement.texts.get(language) or announcement.texts["id"]
    rest = [
        given or default
        for given, default in zip(_as_many(fill, wording), wording.defaults, strict=True)
    ]
    return tuple(_one_line(word) for word in (office, *rest))


def _as_many(fill: tuple[str, ...], wording: Wording) -> tuple[str, ...]:
    wanted = len(wording.defaults)
    return (*fill[:wanted], *("",) * (wanted - len(fill)))


def _one_line(word: str) -> str:
    """Meta takes no line breaks, tabs or long blanks inside a variable; ours are short."""
    return " ".join(word.split())[:LONGEST_WORD].rstrip() or "-"
