"""Is it true? A message or an address that somebody passes on, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bansos.hoaxes import Sign, Verdict, judge
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Step
from conversations.readers import Answers, Good, Option, Value, Wrong, clean
from conversations.said import CLEAR, Kind, Said
from conversations.text import Say, label, lines, paragraphs, say, word

SOURCE = "ngopibareng (pkh3.online); poskota 13 Jan 2026; medanaktual"
LONG = 160
"""Letters from which a text is the message itself and not a question about one."""
LEAST = 8
HEARSAY = re.compile(
    r"\b(?:kata(?:nya| orang)|kabar(?:nya)?|berita(?:nya)?|beredar|info(?:nya)?|dengar|denger)\b",
    re.IGNORECASE,
)
"""How people begin what they were told by others."""
HOSTS_SHOWN = 2
LONGEST_HOST = 60


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A message to be judged; kept are the signs and the addresses, never the message."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer advice to who has nothing to show."""
        return (Option("umum", label("Ciri-cirinya saja")),)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Judge the words, or a photo's caption."""
        if said.kind is Kind.TAP:
            return Good(GENERAL) if said.tap == "umum" else Wrong(SEND_IT)
        text = clean(said.text)
        if len(text) >= LEAST and not another_wish(said, text):
            return Good(kept(judge(text)))
        if said.kind in {Kind.PHOTO, Kind.DOCUMENT, Kind.VOICE}:
            return Wrong(NO_PICTURES)
        return Wrong(SEND_IT)

    def show(self, value: Value, facts: Facts) -> Say:
        """Never shown in a summary."""
        return word("")


def another_wish(said: Said, text: str) -> bool:
    """Tell whether short words without any sign or hearsay surely ask for something else."""
    told = any(one.intent != HOAKS.name and one.score >= CLEAR for one in said.meant[:1])
    hearsay = said.forwarded or HEARSAY.search(text)
    return told and not hearsay and len(text) < LONG and not judge(text).signs


def kept(verdict: Verdict) -> Value:
    """Give a verdict the form in which an answer is kept."""
    hosts = [host[:LONGEST_HOST] for host in verdict.hosts[:HOSTS_SHOWN]]
    return {"tanda": [sign.value for sign in verdict.signs], "alamat": list(hosts)}


GENERAL = "umum"
SEND_IT = say("Salin pesannya ke sini, atau tulis alamat situsnya. Contoh: pkh3.online")
NO_PICTURES = say(
    "Maaf, gambar dan suara belum bisa saya periksa. "
    "Tulis alamat situs atau isi pesannya. Contoh: pkh3.online"
)
REASONS: Mapping[Sign, Callable[[str], Say]] = {
    Sign.FAKE_ADDRESS: lambda host: say(
        "Alamat {host} meniru nama resmi, tetapi bukan milik pemerintah.", host=host
    ),
    Sign.CODE: lambda _host: say("Pesan itu meminta PIN, kode SMS (OTP), atau kata sandi."),
    Sign.MONEY: lambda _host: say(
        "Pesan itu meminta uang atau biaya. Mengurus bansos tidak dipungut biaya."
    ),
    Sign.SPREAD: lambda _host: say("Pesan itu minta disebarkan ke banyak orang."),
    Sign.PROGRAM: lambda _host: say("Pesan itu menyuruh memasang aplikasi kiriman orang."),
    Sign.PAPERS: lambda _host: say("Pesan itu meminta data KTP, KK, kartu, atau rekening."),
    Sign.PRIVATE_NUMBER: lambda _host: say(
        "Nomornya nomor pribadi. Kemensos tidak membuka pendaftaran lewat WhatsApp pribadi."
    ),
    Sign.SHORT_ADDRESS: lambda host: say(
        "Alamat {host} pendek, jadi tujuannya tersembunyi.", host=host
    ),
    Sign.OTHER_ADDRESS: lambda host: say(
        "Alamat {host} tidak berakhir .go.id, jadi bukan milik pemerintah.", host=host
    ),
}
"""What speaks against a message; where it is an address, this is named."""
MOST_REASONS = 4
ASKED_FOR = say("Pernah memberi PIN, kode, atau uang? Segera hubungi bank, lalu petugas.")
CHECK_YOURSELF = say("Cek sendiri di {link}.", link="https://cekbansos.kemensos.go.id")
FORWARD = say("Pesan di bawah ini boleh diteruskan ke keluarga.")
FOR_THE_FAMILY = say(
    "Hati-hati pesan bansos palsu. Jangan klik, jangan bagikan. "
    "Situs resmi berakhir .go.id. "
    "Petugas tidak pernah meminta PIN, kode SMS, atau biaya. "
    "Cek sendiri di {link}.",
    link="https://cekbansos.kemensos.go.id",
)
ADVICE = say(
    "Ciri kabar bohong: minta PIN, kode SMS (OTP), atau biaya; "
    "alamat situsnya tidak berakhir .go.id; atau minta dibagikan ke banyak grup."
)
NOT_BY_WHATSAPP = say("Kemensos tidak membuka pendaftaran lewat WhatsApp pribadi.")


def heard(_facts: Facts, text: str) -> dict[str, Value]:
    """Take the words as the message itself where they hold one."""
    verdict = judge(text)
    told = verdict.hosts or verdict.swindle or len(text) >= LONG
    return {"pesan": kept(verdict)} if told else {}


def verdict_of(value: Value) -> Verdict:
    """Read a kept verdict."""
    found = value if isinstance(value, dict) else {}
    signs, hosts = found.get("tanda"), found.get("alamat")
    return Verdict(
        tuple(Sign(str(one)) for one in signs) if isinstance(signs, list) else (),
        tuple(map(str, hosts)) if isinstance(hosts, list) else (),
    )


def after(_facts: Facts, answers: object) -> Closing:
    """Say what was seen, what to do, and give words that can be passed on."""
    given = answers if isinstance(answers, dict) else {}
    verdict = verdict_of(given.get("pesan"))
    steps: tuple[Step, ...] = (OFFICER, MENU)
    if not verdict.signs:
        seen = paragraphs(NOTHING_SEEN if given.get("pesan") != GENERAL else None, ADVICE)
        return Closing((paragraphs(seen, NOT_BY_WHATSAPP, CHECK_YOURSELF),), steps)
    if verdict.official:
        return Closing((paragraphs(IS_OFFICIAL, STILL_CAREFUL),), steps)
    head = SWINDLE if verdict.swindle else CAREFUL
    shown = paragraphs(lines(head, *reasons(verdict)), DO_NOT, ASKED_FOR, FORWARD)
    return Closing((shown, FOR_THE_FAMILY), steps)


def reasons(verdict: Verdict) -> tuple[Say, ...]:
    """Name what speaks against a message, most serious first."""
    host = next((one for one in verdict.hosts if not one.endswith(".go.id")), "")
    parted = host.replace(".", " . ")  # so that no messenger makes a link of it
    found = [REASONS[sign](parted) for sign in verdict.signs if sign in REASONS]
    return tuple(say("- {reason}", reason=reason) for reason in found[:MOST_REASONS])


NOTHING_SEEN = say("Dari tulisan itu saya belum bisa memastikan.")
SWINDLE = say("Hati-hati, Bapak/Ibu. Ini tanda penipuan:")
CAREFUL = say("Hati-hati dulu, Bapak/Ibu:")
DO_NOT = say("Jangan diklik, jangan diisi, dan jangan dibagikan.")
IS_OFFICIAL = say("Alamatnya berakhir .go.id, jadi milik pemerintah.")
STILL_CAREFUL = say(
    "Isi pesannya belum tentu benar. Ketik sendiri alamatnya. "
    "PIN dan kode SMS tetap jangan diberikan ke siapa pun."
)

HOAKS = Flow(
    name="hoaks",
    title=say("Kabar bohong"),
    asks=(
        Ask(
            "pesan",
            say(
                "Saya bantu lihat. Salin pesan atau alamat situsnya ke sini. "
                "Jangan diklik dulu, ya."
            ),
            PassedOn(),
        ),
    ),
    after=after,
    heard=heard,
    side=True,
    leaf=True,
)

FLOWS = (HOAKS,)
