"""What goes along to an officer: told before the button, beside a question, or as its answer."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import CaseKind
from conversations.facts import Facts
from conversations.helping.topics import ABOUT, CALLING, HELD, STRAIGHT, TOPIC, story, topic
from conversations.material import Spoken, spoken
from conversations.readers import Answers, Good, Option, Value, Words, Wrong
from conversations.said import Kind, Said
from conversations.text import Say, say
from conversations.words import plain


def heard(_facts: Facts, text: str) -> dict[str, Value]:
    """Take what was said along with the call for a human as the story."""
    if not story(text) or len(text) > MOST_LETTERS:
        return {}
    return {"perihal": topic(text), "isi": text}


MOST_LETTERS = 1000


TOLD_ALREADY = say("Cerita tadi saya sertakan.")


def retold(_facts: Facts, text: str) -> dict[str, Value]:
    """Take along what was told before advice was given."""
    return {"cerita": text} if story(text) and len(text) <= MOST_LETTERS else {}


def told_beside(said: Said, key: str, answers: Answers, _facts: Facts) -> dict[str, Value]:
    """Keep what is told instead of an answer while help is on the way; nothing where it asks."""
    asks = "?" in said.text or plain(said.text) in CALLING
    if said.kind is not Kind.TEXT or key not in BESIDE or asks or not story(said.text):
        return {}
    before_it, spoken = str(answers.get("cerita") or ""), said.text.strip()
    told = before_it.split("\n") if before_it else []
    whole = "\n".join([*told, *([] if spoken in told else [spoken])])
    return {"cerita": whole[:MOST_LETTERS], BESIDE_TIMES: times_beside(answers) + 1}


def times_beside(answers: Answers) -> int:
    """Tell how often something was told instead of an answer."""
    times = answers.get(BESIDE_TIMES)
    return times if isinstance(times, int) else 0


def noted_beside(_facts: Facts, answers: Answers, _told: Answers) -> Say:
    """Say that it is kept, how the question is answered, and what helps now, in turn."""
    times = times_beside(answers)
    if not times:
        return NOTED_TOO
    afraid = answers.get(TOPIC) == CaseKind.ANCAMAN.value
    first = ONE_ANSWER if "terlibat" in answers else NOT_ABOUT_THEM
    words = (first, GO_WHERE_PEOPLE_ARE if afraid else NOTED_TOO)
    return words[(times - 1) % len(words)]


BESIDE_TIMES = "kali"
"""The key of how often something was told instead of an answer."""
BESIDE = frozenset({"terlibat", "aman"})
"""Questions at which a story may come instead; at the place it is taken already."""
NOTED_TOO = say("Itu saya catat untuk petugas.")
NOT_ABOUT_THEM = say(
    'Ini juga saya catat. Kalau soal keluarga atau tetangga sendiri, pilih "Tidak ada".'
)
GO_WHERE_PEOPLE_ARE = say(
    "Saya masih membaca, dan tetap saya catat. Kalau di rumah tidak aman, pergilah dulu ke tempat "
    "ramai atau tetangga dekat."
)
ONE_ANSWER = say("Saya masih membaca, dan tetap saya catat. Satu jawaban dulu:")


@dataclass(frozen=True, slots=True)
class Tell(Words):
    """What happened; may be skipped by somebody who has told it before."""

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where something was told."""
        return Words.options(self._after(answers), facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written; a word that only passes on is no story."""
        if said.kind is Kind.TEXT and plain(said.text) in PASSES_ON:
            return Good(None)
        return Words.read(self._after(answers), said, facts, answers)

    def _after(self, answers: Answers) -> Words:
        optional = self.optional or bool(before(answers))
        return Words(self.least, self.most, optional, self.voice)


PASSES_ON = frozenset({"lewati", "skip", "lewat", "lewatin", "lewatkan", "next"})
NOTHING_TOLD = "(Belum bercerita.)"
"""What an officer reads where somebody asked for help and did not say why."""
WHOLE, OPENLY = "tadi", "tadi_umum"
"""All that was told since the matter began; and without what may be about an officer."""


def before(answers: Answers, topic: str = "") -> str:
    """Give what was told before the button, as far as it may go with this topic."""
    about = str(answers.get(TOPIC) or topic or HELD)
    whole = str(answers.get(WHOLE if about in STRAIGHT else OPENLY) or "")
    own = str(answers.get("cerita") or "")
    return whole if own in whole.split("\n") else "\n".join(one for one in (whole, own) if one)


def told_by(answers: Answers, topic: str = "") -> Spoken:
    """Put what was told before the button, and what was added, together."""
    added, told = spoken(answers.get("isi")), before(answers, topic)
    more = "" if added.text in told.split("\n") else added.text
    about = ABOUT.get(str(answers.get(TOPIC)), "")
    words = "\n".join(part for part in (about, told, more) if part)
    return Spoken(words or ("" if added.voice else NOTHING_TOLD), added.voice)


TELL = Tell(voice=True, least=3)
MORE_TO_TELL = say("Ada lagi yang perlu kami tahu? Boleh pesan suara, boleh dilewati.")
