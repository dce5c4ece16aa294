"""Writing a broadcast: what is to be told, on which channel how, to whom, and when."""

from __future__ import annotations

from bansos.broadcasts import CHANNELS as APART
from bansos.broadcasts import LANGUAGES, STAFF, Audience, Purpose
from bansos.hoaxes import judge
from conversations.broadcast.acts import ALL_BROADCASTS
from conversations.broadcast.answers import WHERE, Area, Broadside
from conversations.broadcast.commands import ComposeBroadcast, Composed
from conversations.broadcast.words import (
    EVERYBODY,
    LIKE_A_SWINDLE,
    PROGRAMMES,
    PURPOSES,
    most_letters,
)
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Both, Closing, Filled, Flow, Is, Step, close
from conversations.readers import Answers, Choice, Option
from conversations.text import Say, label, lines, say, told
from conversations.words import NO, YES

FOR_FAMILIES = Is("siapa", ("warga",))


def texts_of(answers: Answers) -> dict[str, str]:
    """Gather the texts by language, and by channel where one has its own."""
    keys = {"id": "isi", "en": "isi_en"}
    keys |= {f"id.{one}": f"isi_{one}" for one in APART}
    keys |= {f"en.{one}": f"en_{one}" for one in APART}
    return {key: str(answers[ask]) for key, ask in keys.items() if answers.get(ask)}


def audience_of(answers: Answers) -> Audience:
    """Read whom it is for."""
    programme = str(answers.get("program") or EVERYBODY)
    narrowed = str(answers["saring"])
    return Audience(
        (str(answers["wilayah"]),),
        programme="" if programme == EVERYBODY else programme,
        role=str(answers["siapa"]),
        language=narrowed if narrowed in LANGUAGES else "",
        lesson=int(str(answers.get("pelajaran") or 0)),
    )


def composed(answers: Answers) -> ComposeBroadcast:
    """Turn the answers into the command."""
    return ComposeBroadcast(
        Purpose(str(answers["tujuan"])),
        tuple(sorted(texts_of(answers).items())),
        audience_of(answers),
        tomorrow=answers["kapan"] == "besok",
    )


LESSON = "pelajaran"
NARROWER = (
    Option("tidak", label("Tidak"), NO),
    Option("id", label("Pakai Indonesia")),
    Option("en", label("Pakai Inggris")),
    Option(LESSON, label("Belum lulus belajar")),
)


def narrower(_facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer what narrows an audience; lessons are for families."""
    return NARROWER[:-1] if answers.get("siapa") == STAFF else NARROWER


def all_lessons(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the lessons by their titles."""
    return tuple(Option(one.key, told(one.label)) for one in facts.course.lessons)


def on_channels() -> tuple[Ask, ...]:
    """Ask for the text of each channel, in each language in which there is one."""
    other = Is("kanal", ("lain",))
    own = tuple(
        Ask(f"isi_{one}", asked, Broadside(optional=True, otherwise=SAME, brief=True), other, name)
        for one, (asked, name, _english) in PER_CHANNEL.items()
    )
    english = tuple(
        Ask(
            f"en_{one}",
            asked,
            Broadside(optional=True),
            Both((Filled("isi_en"), Filled(f"isi_{one}"))),
            depends=("isi_en", f"isi_{one}"),
        )
        for one, (_own, _name, asked) in PER_CHANNEL.items()
    )
    return (*own, *english)


SAME = say("sama dengan yang lain")
PER_CHANNEL = {
    "whatsapp": (
        say("Pesan khusus WhatsApp? Boleh dilewati."),
        say("Di WhatsApp"),
        say("Pesan WhatsApp dalam bahasa Inggris? Boleh dilewati."),
    ),
    "telegram": (
        say("Pesan khusus Telegram? Boleh dilewati."),
        say("Di Telegram"),
        say("Pesan Telegram dalam bahasa Inggris? Boleh dilewati."),
    ),
    "web": (
        say("Pesan khusus halaman web? Boleh dilewati."),
        say("Di halaman web"),
        say("Pesan halaman web dalam bahasa Inggris? Boleh dilewati."),
    ),
}


def what_to_tell(facts: Facts, _answers: Answers) -> Say:
    """Ask for the text; how long it may be depends on the name above it."""
    return say(
        "Tulis pesannya, paling banyak {most} huruf. "
        "Boleh memakai {{nama}}, {{desa}}, {{program}}, {{periode}}.",
        most=most_letters(facts.office.name),
    )


def before_keeping(_facts: Facts, answers: Answers) -> Say:
    """Ask whether it is right; the writer hears first what a reader might think of it."""
    doubtful = any(judge(text).swindle for text in texts_of(answers).values())
    return lines(LIKE_A_SWINDLE if doubtful else None, NOT_SENT_YET)


NOT_SENT_YET = say("Setelah disimpan, belum ada yang dikirim. Sudah benar?")


def kept(_facts: Facts, result: object) -> Closing:
    """Say that the recipients are being counted."""
    if not isinstance(result, Composed):
        return close(steps=(ALL_BROADCASTS, MENU))
    return close(
        say(
            "Rancangan {ref} tersimpan. Belum ada yang dikirim. "
            "Saya hitung penerimanya, lalu saya kabari di sini.",
            ref=result.ref,
        ),
        steps=(Step(label("Lihat lagi"), "siaran_buka", result.ref), MENU),
    )


SIARAN_BARU = Flow(
    name="siaran_baru",
    title=say("Siaran baru"),
    staff=True,
    aside=True,
    summary=True,
    asks=(
        Ask(
            "tujuan",
            say("Untuk apa siarannya?"),
            Choice(tuple(Option(one.value, name) for one, name in PURPOSES.items())),
            name=say("Tujuan"),
        ),
        Ask(
            "isi",
            what_to_tell,
            Broadside(),
            name=say("Pesan"),
        ),
        Ask(
            "isi_en",
            say("Pesan untuk yang memakai bahasa Inggris? Boleh dilewati."),
            Broadside(optional=True),
            name=say("Bahasa Inggris"),
        ),
        Ask(
            "kanal",
            say("Pesannya sama di semua kanal?"),
            Choice(
                (
                    Option("sama", label("Sama semua"), YES),
                    Option("lain", label("Lain per kanal"), NO),
                )
            ),
            name=say("Kanal"),
        ),
        *on_channels(),
        Ask(
            "siapa",
            say("Untuk siapa?"),
            Choice((Option("warga", label("Warga")), Option(STAFF, label("Petugas")))),
            name=say("Untuk"),
        ),
        Ask("wilayah", WHERE, Area(), name=say("Wilayah")),
        Ask(
            "program",
            say("Program yang mana?"),
            Choice(PROGRAMMES),
            only=FOR_FAMILIES,
            name=say("Program"),
        ),
        Ask(
            "saring",
            say("Dipersempit lagi?"),
            Choice(narrower),
            name=say("Dipersempit"),
            depends=("siapa",),
        ),
        Ask(
            LESSON,
            say("Hanya untuk yang belum lulus pelajaran mana?"),
            Choice(all_lessons),
            only=Is("saring", (LESSON,)),
            name=say("Belum lulus"),
        ),
        Ask(
            "kapan",
            say("Kapan dikirim, setelah disetujui?"),
            Choice(
                (
                    Option("segera", label("Segera")),
                    Option("besok", label("Besok pukul 08.00")),
                )
            ),
            name=say("Waktu"),
        ),
    ),
    done=lambda _facts, answers: composed(answers),
    after=kept,
    send=label("Simpan"),
    before_sending=before_keeping,
)


FLOWS = (SIARAN_BARU,)
