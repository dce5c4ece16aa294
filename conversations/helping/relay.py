"""A talk with an officer through Peka: what is said when it begins, goes on and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.danger.helplines import at_night, for_violence
from conversations.facts import Facts
from conversations.flow import MENU, Closing, Flow, Known, Not, Step, Then
from conversations.helping.along import OPENLY, WHOLE
from conversations.helping.help import AddedToHelp, HelpOpened
from conversations.helping.topics import HELD
from conversations.text import Say, label, lines, paragraphs, say, say_n
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class EndHelp:
    """The citizen needs no more answers. Result: :class:`StillRead`, or none: it is closed."""


@dataclass(frozen=True, slots=True)
class StillRead:
    """Only the chat ends: a case that is urgent, or not answered yet, stays open."""


CONNECTED = Known("sedang_dibantu", lambda facts: facts.helped is True)
FREE = Not(CONNECTED)


def connected(facts: Facts, result: object) -> Closing:
    """Say who answers, and when to expect it; a held card is asked about first."""
    if isinstance(result, dict) and result.get("perihal") == HELD:
        before = {key: result[key] for key in (WHOLE, OPENLY) if key in result}
        own = {"cerita": result["isi"]} if "isi" in result else {}
        return Closing((), then=Then(HELD, {**before, **own}))
    if isinstance(result, AddedToHelp):
        return Closing((paragraphs(PASSED_ON, WRITE_ON),), (), relay=True)
    if not isinstance(result, HelpOpened):
        return Closing((still_connected(facts),), (), relay=True)
    if not result.safe:
        told = paragraphs(NOT_WRITTEN_TO, say(
            "Jawaban bisa dibaca dengan kode ini: {code}. "
            "Ketik kodenya di sini kapan saja. Jangan simpan kalau tidak aman.",
            code=result.code,
        ))  # fmt: skip
        if not facts.office.open_now:
            told = paragraphs(told, lines(OFFICE_CLOSED, at_night(facts), for_violence(facts)))
        return Closing((told,), (MENU,), secret=True, relay=False)
    told = lines(PASSED_ON, *how_soon(facts, result.days), *closed_now(facts, result.days))
    go_on = WRITE_ON if result.days <= SOON else GO_ON_WRITING
    kept = None if facts.person.consented or result.days > SOON else SEE_OR_DELETE
    return Closing((paragraphs(told, lines(go_on, kept)),), (), relay=True)


def how_soon(facts: Facts, days: int) -> tuple[Say, ...]:
    """Say when to expect an answer; of an urgent matter only what officers are asked to do."""
    hours = facts.office.hours
    if days > SOON:
        return (say_n(
            "Biasanya dijawab dalam {n} hari kerja. Jam kantor: {hours}.",
            "Biasanya dijawab dalam {n} hari kerja. Jam kantor: {hours}.",
            days,
            hours=hours,
        ),)  # fmt: skip
    later = say("Di luar jam kantor bisa lebih lama. Jam kantor: {hours}.", hours=hours)
    return (OPENED_TODAY, later) if facts.office.open_now else (later,)


def still_connected(facts: Facts) -> Say:
    """Tell how the open case stands, and that what is written reaches it."""
    case = facts.helping
    if case is None or not case.stays:
        return STILL_CONNECTED
    return paragraphs(lines(STILL_OPEN, None if case.answered else NOT_ANSWERED), WRITE_ON)


def closed_now(facts: Facts, days: int) -> tuple[Say, ...]:
    """Say that the office is closed; where it is urgent, who answers now."""
    if facts.office.open_now:
        return ()
    return (OFFICE_CLOSED, at_night(facts)) if days <= SOON else (OFFICE_CLOSED,)


SOON = 1
"""Working days within which an urgent matter is answered."""


PASSED_ON = say("Sudah saya sampaikan ke petugas. Jawabannya datang di sini.")
OFFICE_CLOSED = say("Sekarang kantor tutup, jadi dibaca saat buka lagi.")
STILL_OPEN = say("Percakapan dengan petugas tetap terbuka.")
OPENED_TODAY = say("Petugas diminta membukanya hari ini.")
NOT_ANSWERED = say("Petugas belum menjawab. Pesan Bapak/Ibu tetap dibaca petugas.")
WRITE_ON = say('Yang Bapak/Ibu tulis berikutnya sampai ke petugas. Perlu hal lain? Ketik "menu".')
"""Of an urgent matter: nobody is led to end it."""
GO_ON_WRITING = say(
    'Yang Bapak/Ibu tulis berikutnya sampai ke petugas. Sudah cukup? Ketik "selesai". '
    'Perlu hal lain? Ketik "menu".'
)
STILL_CONNECTED = say(
    'Bapak/Ibu masih tersambung dengan petugas. Tulis saja di sini. Sudah cukup? Ketik "selesai".'
)
NOT_WRITTEN_TO = say(
    "Sudah saya sampaikan ke petugas. Kami tidak menulis ke nomor ini. "
    "Orang yang Bapak/Ibu sebut juga tidak kami beri tahu."
)
SEE_OR_DELETE = say('Tulisan ini disimpan untuk petugas. Lihat atau hapus: ketik "data saya".')
BACK_TO_OFFICER = Step(label("Kembali ke petugas"), "petugas")
END_OFFICER = Step(label("Selesai"), "selesai")
IS_IT_OVER = say(
    'Sudah saya sampaikan ke petugas. Kalau memang sudah cukup, pilih "Selesai". '
    "Kalau belum, tulis saja terus."
)
DELIVERED = say("Sudah saya sampaikan ke petugas.")
OVER = re.compile(
    r"(?:(?:ya|iya|oke|ok|baik|siap|sudah|sdh|udah|udh|sementara|untuk sekarang|kayaknya|itu|gitu|"
    r"begitu|segitu|saja|aja|dulu|jelas|paham|mengerti|banyak|sekali|atas \w+|infonya|"
    r"terima ?kasih|makasih|mksh|trims|suwun|matur|nuwun|pak|bu|bapak|ibu|mas|mbak|kak) )*"
    r"(?:cukup|sekian|(?:itu|segitu|begitu|gitu) (?:saja|aja|dulu)|thats all|that s all)"
    r"(?: (?:ya|kok|saja|aja|dulu|jelas|banyak|sekali|atas \w+|infonya|sekian|terima ?kasih|"
    r"makasih|mksh|trims|suwun|matur|nuwun|pak|bu|bapak|ibu|mas|mbak|kak))*"
)


def sounds_over(text: str) -> bool:
    """Tell whether words to an officer are a goodbye and nothing else; they reach the officer."""
    return OVER.fullmatch(plain(text)) is not None


TALK_ENDED = say(
    "Baik, percakapan dengan petugas selesai. Terima kasih, Bapak/Ibu. "
    'Mau dibuka lagi? Tulis "petugas".'
)
CHAT_ENDED = say(
    "Baik, sekarang saya yang menjawab lagi. Pesan Bapak/Ibu tetap dibaca petugas. "
    'Mau menambah? Tulis "petugas".'
)
SELESAI = Flow(
    name="selesai",
    title=say("Selesai"),
    done=lambda _facts, _answers: EndHelp(),
    after=lambda _facts, result: Closing(
        (CHAT_ENDED if isinstance(result, StillRead) else TALK_ENDED,), relay=False
    ),
)

FLOWS = (SELESAI,)
