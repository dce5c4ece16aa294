"""How a broadcast is told: its state, whom it reaches, how it looks, how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from bansos.broadcasts import (
    EXAMPLE,
    FEW,
    LIMIT,
    REACHED,
    STAFF,
    Audience,
    BroadcastState,
    Outcome,
    Purpose,
    filled,
)
from bansos.programmes import Programme
from bansos.regions import Regions
from conversations.broadcast.commands import BroadcastView, Shown, Tally
from conversations.changed import replace
from conversations.readers import Option
from conversations.text import Say, label, lines, paragraphs, say, say_n, sentence, word

STATES: Mapping[BroadcastState, Say] = {
    BroadcastState.DRAF: say("rancangan"),
    BroadcastState.DIAJUKAN: say("menunggu persetujuan"),
    BroadcastState.DISETUJUI: say("disetujui, menunggu waktunya"),
    BroadcastState.BERJALAN: say("sedang dikirim"),
    BroadcastState.DIJEDA: say("dijeda"),
    BroadcastState.SELESAI: say("selesai"),
    BroadcastState.DIBATALKAN: say("dibatalkan"),
}
OUTCOMES: Mapping[Outcome, Say] = {
    Outcome.DIPILIH: say("menunggu"),
    Outcome.ANTRI: say("dalam antrean"),
    Outcome.DIUMUMKAN: say("diberitahu, belum dibuka"),
    Outcome.TERKIRIM: say("terkirim"),
    Outcome.TERSAMPAIKAN: say("tersampaikan"),
    Outcome.DIBACA: say("dibaca"),
    Outcome.KELUAR: say("tidak mau pesan edukasi"),
    Outcome.TUGAS: say("jadi tugas petugas"),
    Outcome.GAGAL: say("gagal"),
    Outcome.DILEWATI: say("dilewati"),
}
REASONS: Mapping[str, Say] = {
    "blocked": say("memblokir Peka"),
    "window_closed": say("WhatsApp di luar 24 jam"),
    "opted_out": say("tidak mau pesan edukasi"),
    "undeliverable": say("nomor tidak aktif"),
    "unlinked": say("hubungan keluarga berakhir"),
    "gave_up": say("berkali-kali gagal"),
    "kosong": say("tidak ada penerima"),
    "ditolak": say("ditolak"),
    "template": say("template WhatsApp ditolak"),
    "spam": say("WhatsApp menandai sebagai spam"),
    "token": say("akun kanal ditolak"),
}
CHANNELS: Mapping[str, Say] = {
    "telegram": say("Telegram"),
    "whatsapp": say("WhatsApp"),
    "web": say("halaman web"),
    "terminal": say("terminal"),
}
PURPOSES: Mapping[Purpose, Say] = {
    Purpose.EDUCATION: label("Edukasi"),
    Purpose.SCHEDULE: label("Jadwal"),
    Purpose.REMINDER: label("Pengingat"),
}
ACTS: Mapping[str, Say] = {
    "ajukan": label("Ajukan"),
    "setuju": label("Setujui"),
    "tolak": label("Tolak"),
    "jeda": label("Jeda"),
    "lanjut": label("Lanjut"),
    "batal": label("Batalkan siaran"),
}
EVERYBODY = "semua"
PROGRAMMES = (
    Option(EVERYBODY, label("Semua program")),
    Option(Programme.PKH.value, label("PKH")),
    Option(Programme.SEMBAKO.value, label("Sembako")),
    Option(Programme.PBI_JKN.value, label("KIS (BPJS gratis)")),
)
ROLES: Mapping[str, Say] = {
    STAFF: say("semua petugas"),
    "pendamping": say("pendamping"),
    "operator_desa": say("operator desa"),
    "tksk": say("TKSK"),
    "verifikator": say("verifikator"),
    "admin": say("admin"),
    "auditor": say("auditor"),
}
SPEAKERS: Mapping[str, Say] = {
    "id": say("yang memakai Bahasa Indonesia"),
    "en": say("yang memakai bahasa Inggris"),
}
HOUR, MINUTE = 3600, 60


LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


def reason_of(reason: str) -> Say:
    """Put a reason into words; a platform's own code stays as it is."""
    return REASONS.get(reason) or word(reason or "?")


def enumerated(parts: list[Say]) -> Say:
    """Put parts behind each other with commas."""
    return replace(sentence(*parts), msgid=", ")


def pair(name: Say, n: int) -> Say:
    """Say how many of what."""
    return say("{name} {n}", name=name, n=n)


def lasting(seconds: int) -> Say:
    """Say how long something takes, in the unit that fits."""
    if seconds >= HOUR:
        return say_n("{n} jam", "{n} jam", -(-seconds // HOUR))
    return say_n("{n} menit", "{n} menit", max(1, -(-seconds // MINUTE)))


FEW_PEOPLE = say(
    "Penerima: kurang dari {n}. Rinciannya tidak ditampilkan, supaya tidak menunjuk orang.", n=FEW
)


def preflight(tally: Tally) -> Say:
    """Say before anything leaves whom it reaches, whom not, how long it takes, what it costs."""
    if tally.few:
        return FEW_PEOPLE
    lost = sum(n for _reason, n in tally.unreachable)
    reached = [pair(CHANNELS.get(name) or word(name), n) for name, n in tally.reachable]
    return lines(
        say_n("Penerima: {n}.", "Penerima: {n}.", tally.total),
        say("Lewat {channels}.", channels=enumerated(reached)) if reached else None,
        say(
            "Belum terjangkau: {n} ({why}).",
            n=lost,
            why=enumerated([pair(reason_of(name), n) for name, n in tally.unreachable]),
        )
        if lost
        else None,
        say("Paling cepat selesai dalam {time}.", time=lasting(tally.seconds))
        if reached
        else None,
        outside(tally),
    )


def outside(tally: Tally) -> Say | None:
    """Say what WhatsApp's own limit and price mean for those outside the 24 hours."""
    if not tally.outside:
        return None
    return lines(
        say(
            "WhatsApp di luar 24 jam: {n} orang, dalam {days} hari.",
            n=tally.outside,
            days=tally.days,
        ),
        say("Perkiraan biaya: {cost}.", cost=tally.cost) if tally.cost else None,
    )


def progress(tally: Tally) -> Say:
    """Say how far it is."""
    if tally.few:
        return FEW_PEOPLE
    done = sum(n for outcome, n in tally.outcomes if outcome in REACHED)
    return lines(
        say("Sampai: {n} dari {total}.", n=done, total=tally.total),
        say("{list}.", list=enumerated([pair(OUTCOMES[one], n) for one, n in tally.outcomes]))
        if tally.outcomes
        else None,
    )


def from_office(text: str, office: str) -> Say:
    """Put before a message who sends it, unless it says so itself."""
    if office.casefold() in text.casefold():
        return word(text)
    return paragraphs(say("Pesan dari {office}:", office=office), word(text))


BESIDE_OFFICE = 18
"""Letters around the office's name in ``from_office``, in any language."""


def most_letters(office: str) -> int:
    """Tell how long a text may be, with its sender above it."""
    return LIMIT - len(office) - BESIDE_OFFICE


LIKE_A_SWINDLE = say(
    "Baca lagi dulu: pesan ini bisa dikira penipuan. Di dalamnya ada soal kode, uang, atau alamat."
)


def example(text: str) -> str:
    """Fill a text as somebody might read it."""
    return filled(text, EXAMPLE)


def preview(view: BroadcastView) -> tuple[Say, ...]:
    """Show the message as it will be read: by language, and by channel where that differs."""
    return tuple(
        paragraphs(
            above(one),
            word(one.text),
            say("Tombol: {buttons}.", buttons=", ".join(one.buttons)) if one.buttons else None,
        )
        for one in view.shown
    )


def above(one: Shown) -> Say:
    """Say where a message is read so."""
    language = LANGUAGES.get(one.language, one.language)
    if one.announces:
        return say("WhatsApp di luar 24 jam, lebih dulu ({language}):", language=language)
    if not one.channels:
        return say("Contoh tampilan ({language}):", language=language)
    return say(
        "Contoh tampilan di {channels} ({language}):",
        channels=enumerated([CHANNELS.get(name) or word(name) for name in one.channels]),
        language=language,
    )


def headline(view: BroadcastView, regions: Regions) -> Say:
    """Say which broadcast, for whom, and where it stands."""
    places = ", ".join(map(regions.name, view.audience.regions))
    return lines(
        say(
            "Siaran {ref}: {purpose}, {places}.",
            ref=view.ref,
            purpose=PURPOSES[view.purpose],
            places=places,
        ),
        whom(view.audience),
        say("Keadaan: {state}.", state=STATES[view.state]),
        say("Alasan: {reason}.", reason=reason_of(view.reason)) if view.reason else None,
        say("Ditulis oleh {name}.", name=view.by) if view.by else None,
        say("Tidak sebelum {due}.", due=view.due) if view.due else None,
    )


def whom(audience: Audience) -> Say | None:
    """Say whom it is for, where that is fewer than all families of the place."""
    programme = next((one.label for one in PROGRAMMES if one.key == audience.programme), None)
    parts = [
        ROLES.get(audience.role),
        programme,
        SPEAKERS.get(audience.language),
        say("belum lulus pelajaran {n}", n=audience.lesson) if audience.lesson else None,
    ]
    known = [one for one in parts if one is not None]
    return say("Untuk: {whom}.", whom=enumerated(known)) if known else None
