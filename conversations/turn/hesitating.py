"""Second thoughts: wanting to wait, to go on later, or to take back a request to leave.

Nobody is hurried: what is under way waits, and what was asked for is stopped or asked back about.
"""

from __future__ import annotations

import re

from conversations.changed import replace
from conversations.danger.told import danger_in
from conversations.flow import MENU, RESUME, SUMMARY, Place, Step, Then
from conversations.readers import Choice, Good
from conversations.report.recalling import CABUT_LAPORAN, recalls
from conversations.said import Kind, Said
from conversations.talks import Talk, Talks
from conversations.text import say
from conversations.turn.moving import UNDO
from conversations.turn.sayings import GO_ON
from conversations.turn.taken import Reply, Taken, offers
from conversations.turn.wishes import Wishing
from conversations.words import pick, plain, says

LEAVING = frozenset({"graduasi", "graduasi_isian"})
"""Flows by which a family asks to leave a programme."""
_KIND = r"(?:ya|iya|eh|oke|ok|maaf|duh|aduh|waduh|bu|pak|ibu|bapak|mas|mbak|kak|min|sy|saya|aku) "
_BUSY = (
    r"dulu|dl|aja|saja|ae|lagi|lg|deh|ya|yo|bu|pak|mas|mbak|kak|saya|sy|aku|mau|masih|sedang|tak|"
    r"ta|lanjut\w*|sambung\w*|disambung|dilanjut\w*|terusin|diterusin|pagi|siang|sore|malam|masak|"
    r"makan|sholat|solat|salat|kerja|anak|nangis|jemput|mandi|pergi|ke|sawah|pasar|ada|tamu|sibuk|"
    r"repot|capek|istirahat|pikir|mikir|tanya|suami|cari|nyari|fotonya|foto"
)
LATER = re.compile(
    rf"(?:{_KIND})*(?:(?:nanti|ntar|nti|entar|mengko|mengkok|engko|besok|sebentar|sbntr|bentar|"
    rf"tunggu|sek|sik|gini dulu|istirahat dulu)|(?:batal|stop|berhenti|sampai sini|udahan) dulu)"
    rf"(?: (?:{_BUSY}))*"
)
"""How people say that they go on another time."""
TAKE_UP = re.compile(
    r"(?:(?:mau|saya|sy|bisa|tolong|ayo|yuk) )*(?:"
    r"(?:lanjut\w*|terus(?:in|kan)|sambung\w*|dilanjut\w*) "
    r"(?:(?:yang|yg|isi\w*|lapor\w*|formulir\w*|punya|saya|sy) )*(?:"
    r"tadi|kemarin|kmrn|lapor\w*|isian\w*)|"
    r"(?:lapor\w*|isian\w*) (?:yang|yg|sing) (?:tadi|kemarin|kmrn|belum (?:selesai|jadi|kelar))|"
    r"(?:lapor\w*|isian\w*) (?:tadi|kemarin|kmrn)|lanjutkan|lanjutin)"
    r"(?: (?:tadi|ya|dong|bu|pak|aja|saja|lagi|sekarang))*"
)
"""How people take up again what waits."""
WITHDRAWN = re.compile(
    r"\b(?:(?:tidak|tdk|gak|ga|gk|nggak|ngga|enggak|ndak|ora|batal) ?(?:jadi|sido)|gajadi|urung|"
    r"batal\w*|dibatal\w*|cabut|dicabut|tarik lagi|ditarik|"
    r"(?:tidak|tdk|gak|ga|nggak) (?:mau|usah) (?:keluar|mundur|graduasi)|"
    r"(?:berubah|ganti) pikiran|menyesal|nyesel|nyesal)\b"
)
DOUBTFUL = re.compile(
    r"\b(?:suami|istri|bapak(?:e|nya)|ibu(?:nya)|anak\w*|keluarga\w*|orang ?tua)\b.*"
    r"\b(?:marah\w*|(?:tidak|tdk|gak|ga|gk|nggak|ngga|belum|blm|ora) "
    r"(?:setuju|boleh|mau|tau|tahu|ngasih|ngerti|diberi|dikasih|bilang|oleh|rido|ridho)\w*|"
    r"melarang|larang)|"
    r"\b(?:belum|blm|durung) (?:bilang|tanya|ngomong|pamit|izin|ijin|rembuk\w*|musyawarah)\b|"
    r"\b(?:masih|jadi|kok) (?:ragu|bimbang|bingung mau keluar|mikir|pikir)\b"
)
LONGEST = 80
"""Letters of what only says so."""
MOST_WORDS = 9
"""Longer words tell of something else."""
ELSEWHERE = re.compile(r"\b(?:lapor\w*|kartu|kks|atm|kis|pin|desil|cair\w*|saldo)\b")


_SOFTLY = (
    r"(?:aja|saja|lah|deh|ya|ae|wae|dulu|takut|sy|saya|aku|bu|pak|mbak|mas|ah|kok|mending|gpp|"
    r"sekarang|semua|semuanya|laporan\w*)"
)
BREAKS_OFF = re.compile(
    rf"(?:{_KIND})*(?:batal|batalin|batalkan|(?:gak|ga|gk|nggak|tidak|tdk) jadi)(?: {_SOFTLY})+"
)
"""How people drop what they were filling in ("batal aja lah takut")."""
WHERE_WERE_WE = re.compile(
    r"\b(?:sampe|sampai|nyampe|tekan|teko) (?:mana|dimana|di mana|endi|ngendi)\b|"
    r"\b(?:tadi|terakhir) (?:tanya|nanya|ditanya) (?:apa|opo)\b"
)
MOST_BACK = 10
"""Words of somebody who only comes back."""
ENOUGH_FOR_NOW = re.compile(
    r"(?:(?:ya|wes|wis|sudah|sdh|udah|udh) )*(?:berhenti|brhenti|stop|udahan|males|malas|"
    r"capek|cape|bosen|bosan|(?:udah|udh|sudah|sdh|wes|wis) (?:dulu|dl|ah|cukup))"
    r"(?: (?:ah|dulu|dl|deh|aja|saja|ya|lah|bu|pak|kuis\w*|pelajaran\w*|belajar\w*|nih|aku|saya|"
    r"sy))*"
)
"""How people leave a quiz or a lesson; it is no wish never to hear of lessons again."""


def breaks_off(text: str) -> bool:
    """Tell whether what is being filled in is dropped, with a word or two around it."""
    return len(text) <= LONGEST and BREAKS_OFF.fullmatch(plain(text)) is not None


def back_again(text: str) -> bool:
    """Tell whether somebody who comes back asks where it stood."""
    spoken = plain(text)
    return len(spoken.split()) <= MOST_BACK and WHERE_WERE_WE.search(spoken) is not None


def leaves(text: str) -> bool:
    """Tell whether somebody has had enough of learning for now."""
    return len(text) <= LONGEST and ENOUGH_FOR_NOW.fullmatch(plain(text)) is not None


def later(text: str) -> bool:
    """Tell whether somebody goes on another time ("nanti dulu mau masak")."""
    return len(text) <= LONGEST and LATER.fullmatch(plain(text)) is not None


def goes_on(text: str) -> bool:
    """Tell whether somebody takes up again what waits ("lapor yg tadi")."""
    return len(text) <= LONGEST and TAKE_UP.fullmatch(plain(text)) is not None


def withdraws(text: str) -> bool:
    """Tell whether a request to leave is taken back ("gak jadi deh suami marah")."""
    return of_leaving(text) and WITHDRAWN.search(plain(text)) is not None


def doubts(text: str) -> bool:
    """Tell whether somebody may take a request to leave back ("belum bilang suami")."""
    return of_leaving(text) and DOUBTFUL.search(plain(text)) is not None


def of_leaving(text: str) -> bool:
    """Tell whether a few words can be about one's own request, and about nothing else."""
    spoken = plain(text)
    return len(spoken.split()) <= MOST_WORDS and not ELSEWHERE.search(spoken)


NO_HURRY = say(
    "Tidak perlu buru-buru, Bapak/Ibu. Belum ada yang dikirim. Bicarakan dulu dengan keluarga. "
    'Mau berhenti? Tulis "batal".'
)
NOT_SENT = say('Belum saya kirim. Kalau memang sudah benar, pilih "Kirim". Kalau ragu, "Batal".')
WAITS = say(
    "Baik, tidak apa-apa. Isiannya saya simpan, dan belum dikirim. "
    'Mau meneruskan? Tulis "lanjutkan".'
)


class Hesitating(Wishing):
    """A turn that hears second thoughts before it reads an answer or a new wish."""

    __slots__ = ()

    def is_option(self, place: Place, said: Said) -> bool:
        """Tell whether words name one of the options: then nothing is passed over."""
        options = place.ask.reader.options(self.facts, place.answers) if place.ask else ()
        return isinstance(Choice(options).read(said, self.facts, place.answers), Good)

    def second_thoughts(self, talks: Talks, said: Said, command: str | None) -> Taken | None:
        """Wait, take up again, or take back; None where nothing of it was said."""
        if said.kind is not Kind.TEXT or self.facts.staff is not None or danger_in(talks):
            return None
        place = self.place(talks)
        if place is None and not talks.relay_at and talks.drafts and goes_on(said.text):
            return self.taken_up(talks, said)
        if pick(said.text, [spoken for _tap, spoken in talks.offers]) is not None:
            return None
        if place is None:
            return None if talks.relay_at else self.at_rest(talks, said, command)
        return self.under_way(talks, place, said, command)

    def at_rest(self, talks: Talks, said: Said, command: str | None) -> Taken | None:
        """Take back a report, or a request to leave that is there; or ask whether it is meant."""
        if command:
            return None
        if recalls(said.text):
            return self.start(talks, CABUT_LAPORAN.name)
        back = self.facts.person.links and withdraws(said.text)
        if back and self.undoable():
            return self.start(talks, UNDO)
        doubtful = self.facts.person.links and doubts(said.text)
        return self.start(talks, IN_DOUBT) if doubtful and self.undoable() else None

    def taken_up(self, talks: Talks, said: Said) -> Taken:
        """Go on with the draft that is meant, or was left last, at the question where it stood."""
        named = talks.draft("lapor") if "lapor" in plain(said.text) else None
        draft = named or talks.drafts[-1][1]
        kept = replace(draft, view="", wrong=0)
        return self.run(Taken(replace(talks.without_draft(draft.flow), stack=(kept,))))

    def under_way(
        self, talks: Talks, place: Place, said: Said, command: str | None
    ) -> Taken | None:
        """Hear that somebody goes on another time, is there again, or is no longer sure."""
        waiting = [talk for talk in talks.stack if (one := self.flow(talk)) and one.waits]
        if stops := self.breaking(talks, said, command, waiting):
            return stops
        if waiting and later(said.text):
            return self.waiting_for(talks, waiting[-1].flow)
        if waiting and talks.top and not command and goes_on(said.text):
            here = replace(talks.top, view="") if place.key == RESUME else talks.top
            return self.run(Taken(talks.on_top(here)))
        if not command and talks.top and talks.top.flow in WITH_CODE and recalls(said.text):
            code = {"kode": talks.top.given.get("laporan", "")}
            return self.run(Taken(self.following(talks.pop(), Then(CABUT_LAPORAN.name, code))))
        leaving = talks.top is not None and talks.top.flow in LEAVING
        return self.leaving(talks, place, said) if leaving and not command else None

    def leaving(self, talks: Talks, place: Place, said: Said) -> Taken | None:
        """Hear in the middle of asking to leave that somebody does not want to, or is not sure."""
        if place.key == SUMMARY and says(said.text, UNCLEAR):
            return self.again(Taken(talks), before=NOT_SENT)
        own = place.ask is not None and place.ask.key in OF_NAMES
        if own or self.is_option(place, said):
            return None
        if withdraws(said.text):
            return self.cancelled(talks)
        return self.again(Taken(talks), before=NO_HURRY) if doubts(said.text) else None

    def breaking(
        self, talks: Talks, said: Said, command: str | None, waiting: list[Talk]
    ) -> Taken | None:
        """Hear that somebody is back, leaves what is learnt, or drops what was begun."""
        if talks.top and talks.top.flow in LEARNING and leaves(said.text):
            return self.left(talks, talks.top.flow)
        if back_again(said.text):
            return self.again(Taken(talks), before=HERE_WE_ARE)
        if waiting and not command and breaks_off(said.text):
            return self.dropped(talks, waiting[-1].flow)
        return None

    def left(self, talks: Talks, flow: str) -> Taken:
        """Leave a quiz or a lesson, with what was done so far."""
        aside = self.put_aside(Taken(talks))
        go_on = (Step(GO_ON, flow),) if aside.talks.draft(flow) else ()
        return replace(aside, replies=(Reply(LEFT, offers((*go_on, MENU))),))

    def dropped(self, talks: Talks, flow: str) -> Taken:
        """Put aside what somebody no longer dares to send: nothing went out, and it can go on."""
        aside = self.put_aside(Taken(talks))
        go_on = (Step(GO_ON, flow),) if aside.talks.draft(flow) else ()
        return replace(aside, replies=(Reply(DROPPED, offers((*go_on, MENU))),))

    def waiting_for(self, talks: Talks, flow: str) -> Taken:
        """Put everything aside, and say how it goes on."""
        aside = self.put_aside(Taken(talks))
        go_on = (Step(GO_ON, flow),) if aside.talks.draft(flow) else ()
        words = WAITS if go_on else NOTHING_YET
        return replace(aside, replies=(Reply(words, offers((*go_on, MENU))),))


LEARNING = frozenset({"kuis", "pelajaran", "belajar"})
"""Flows in which "berhenti" only leaves what is being learnt."""
HERE_WE_ARE = say("Selamat datang kembali, Bapak/Ibu. Kita sampai di sini:")
LEFT = say("Baik, sampai di sini dulu. Yang sudah dikerjakan tetap tersimpan. Lanjut kapan saja.")
DROPPED = say(
    "Baik, berhenti di sini. Tidak ada yang dikirim, dan tidak ada yang diberi tahu. "
    "Isiannya masih tersimpan kalau nanti mau diteruskan."
)
WITH_CODE = frozenset({"lanjut_laporan", "keterangan"})
"""Flows in which a report was opened by its code."""
OF_NAMES = frozenset({"nama", "pengurus", "tekanan"})
"""Questions that read such words themselves."""
UNCLEAR = frozenset({"lanjut", "lanjutkan", "terus", "jadi", "sudah", "sdh", "udah", "udh"})
"""Said under a summary these do not say that it is to be sent."""
IN_DOUBT = "graduasi_ragu"
"""The flow that asks back whether a request to leave is taken back."""
NOTHING_YET = say("Baik, tidak apa-apa. Belum ada yang saya simpan. Tulis lagi kapan saja.")
