"""PEKASESAMA: ten short lessons, a quiz, a certificate.

What was passed is kept apart from the talk (storage.lessons), so one goes on after months where
one stopped.  In every lesson a button leads from "somebody has my card" straight to help.
"""

from __future__ import annotations

from dataclasses import dataclass

from bansos.lessons import PASSING, QUESTIONS, Lesson, Pick, QuizQuestion
from conversations.facts import Facts, Grade, Learned
from conversations.flow import MENU, Ask, Both, Closing, Flow, Is, Known, Not, Step, close
from conversations.home import PLACE_UNKNOWN, home
from conversations.names import Name
from conversations.papers import Paper, PaperKind
from conversations.phrases import packed
from conversations.places import District, Village
from conversations.readers import Answers, Choice, Option, Words, yes_no
from conversations.text import Say, label, lines, paragraphs, say, say_n, told, word
from conversations.topics import HELD


@dataclass(frozen=True, slots=True)
class PassLesson:
    """Judge the answer to a lesson, and keep that it was passed. Result: :class:`LessonDone`."""

    lesson: str
    choice: str


@dataclass(frozen=True, slots=True)
class LessonDone:
    """How a lesson ended."""

    lesson: str
    right: bool
    kept: bool
    """The progress is kept; without consent it is not."""
    passed: int
    """Lessons passed by now."""


@dataclass(frozen=True, slots=True)
class FinishQuiz:
    """Judge a quiz. Result: :class:`QuizDone`."""

    answers: tuple[tuple[str, str], ...]
    """Key of the question, key of the choice."""


@dataclass(frozen=True, slots=True)
class QuizDone:
    """How a quiz ended."""

    score: int
    again: tuple[str, ...]
    """Keys of the lessons to read again."""


@dataclass(frozen=True, slots=True)
class MakeCertificate:
    """Issue a certificate to whoever passed. Result: :class:`CertificateMade`.

    Not passed yet: ``Problem("", text)``.
    """

    name: str


@dataclass(frozen=True, slots=True)
class CertificateMade:
    """A certificate."""

    code: str
    number: str


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """Note the group that somebody learns with. Result: none."""

    village: str
    name: str


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Count who has learned, in the officer's area. Result: :class:`Results`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one village or group; never who."""

    village: str
    """Dotted code; empty where it is not known."""
    group: str
    """Empty: the whole village."""
    learners: int
    finished: int
    """Passed all ten lessons."""
    certified: int
    """Passed the quiz."""


@dataclass(frozen=True, slots=True)
class Results:
    """What an officer may see; ``None``: not this role."""

    rows: tuple[Counted, ...] | None


CARD_HELD = Step(label("Kartu dipegang orang"), HELD)
START = "pekasesama"
LEARN = Step(label("Belajar PEKASESAMA"), START)
LEARN_ON = Step(label("Lanjut belajar"), START)
QUIZ = Step(label("Kuis"), "kuis")
CERTIFICATE = Step(label("Buat sertifikat"), "sertifikat")
MY_GROUP = Step(label("Kelompok saya"), "kelompok")
RESULTS = Step(label("Hasil belajar"), "hasil_belajar")
KEEP = Step(label("Simpan kemajuan"), "izin")


def lesson_step(text: Say, lesson: Lesson) -> Step:
    """Make the button of one lesson."""
    return Step(text, "pelajaran", lesson.key)


# Where one stands


def overview(facts: Facts, _result: object) -> Closing:
    """Say how far one has come, and offer to go on from there."""
    learned = facts.learned or Learned()
    following = facts.course.next(learned.passed)
    begin = label("Lanjut belajar") if learned.passed else label("Mulai belajar")
    on = (lesson_step(begin, following),) if following else ()
    certificate = (CERTIFICATE,) if passed_quiz(learned) else ()
    group = (MY_GROUP,) if facts.person.consented and not learned.group else ()
    staff = (RESULTS,) if facts.staff else ()
    more = (QUIZ, *certificate, EVERY_LESSON, *group, *staff, CARD_HELD, MENU)
    return close(paragraphs(*standing(facts, learned, following)), steps=(*on, *more))


EVERY_LESSON = Step(label("Semua pelajaran"), "pelajaran")


def passed_quiz(learned: Learned) -> bool:
    """Tell whether the quiz was passed once."""
    return (learned.best or 0) >= PASSING


def standing(facts: Facts, learned: Learned, following: Lesson | None) -> tuple[Say, ...]:
    """Say what it is about the first time, and later how far one is."""
    done = len(learned.passed)
    if following is None:
        far = say("Semua pelajaran sudah selesai. Bagus. Sekarang kuis: sepuluh pertanyaan.")
    elif done:
        far = say(
            "Sudah {n} dari {all} pelajaran. Berikutnya: {title}.",
            n=done,
            all=len(facts.course.lessons),
            title=told(following.label),
        )
    else:
        far = say(
            "Ada {all} pelajaran pendek, satu pertanyaan setiap pelajaran. "
            "Boleh berhenti kapan saja; nanti lanjut dari situ.",
            all=len(facts.course.lessons),
        )
    best = (
        say("Nilai kuis terbaik: {n} dari {all}.", n=learned.best, all=QUESTIONS)
        if learned.best is not None
        else None
    )
    return WHAT_IT_IS, lines(far, best), say("(Bahan per {day}.)", day=facts.course.as_of)


WHAT_IT_IS = say("PEKASESAMA: Pegang Kartu Sendiri Supaya Aman.")

PEKASESAMA = Flow(
    name=START,
    title=say("Belajar PEKASESAMA"),
    facts=("learned",),
    after=overview,
)


# One lesson


def lesson_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer all lessons by their titles."""
    return tuple(Option(one.key, told(one.label)) for one in facts.course.lessons)


def lesson_of(facts: Facts, answers: Answers) -> Lesson:
    """Give the lesson that is open."""
    found = facts.course.lesson(str(answers.get("nomor")))
    return found or facts.course.lessons[0]


def lesson_text(facts: Facts, answers: Answers) -> Say:
    """Tell the lesson, then ask its question."""
    lesson = lesson_of(facts, answers)
    head = say(
        "Pelajaran {n} dari {all}: {title}",
        n=lesson.key,
        all=len(facts.course.lessons),
        title=told(lesson.label),
    )
    return paragraphs(head, told(lesson.text), told(lesson.question))


def lesson_question(facts: Facts, answers: Answers) -> Say:
    """Ask the question of the lesson alone."""
    return told(lesson_of(facts, answers).question)


def choices(picks: tuple[Pick, ...]) -> tuple[Option, ...]:
    """Make buttons of what can be chosen."""
    return tuple(Option(one.key, told(one.label)) for one in picks)


def lesson_choices(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the answers to the lesson's question."""
    return choices(lesson_of(facts, answers).choices)


def answered(facts: Facts, result: object) -> Closing:
    """Say why it is right, or not quite, and lead on."""
    lesson = facts.course.lesson(result.lesson) if isinstance(result, LessonDone) else None
    if lesson is None or not isinstance(result, LessonDone):
        return close(steps=(LEARN_ON, MENU))
    text = paragraphs(told(lesson.good if result.right else lesson.bad), progress(facts, result))
    keep = () if result.kept else (KEEP,)
    return close(text, steps=(*onward(facts, lesson, result), *keep, CARD_HELD, MENU))


def progress(facts: Facts, result: LessonDone) -> Say:
    """Say how many are done; without consent, that nothing was kept."""
    if not result.kept:
        return say("Kemajuan belum saya simpan; untuk itu perlu izin Bapak/Ibu.")
    return say("Selesai {n} dari {all} pelajaran.", n=result.passed, all=len(facts.course.lessons))


def onward(facts: Facts, lesson: Lesson, result: LessonDone) -> tuple[Step, ...]:
    """Offer the same lesson again where the answer was not right, and what follows."""
    again = () if result.right else (lesson_step(label("Coba lagi"), lesson),)
    following = facts.course.after(lesson.key)
    on = lesson_step(label("Pelajaran berikut"), following) if following else QUIZ
    return (*again, on)


PELAJARAN = Flow(
    name="pelajaran",
    title=say("Pelajaran"),
    asks=(
        Ask("nomor", say("Pelajaran yang mana?"), Choice(lesson_options)),
        Ask(
            "jawab",
            lesson_text,
            Choice(lesson_choices),
            again=lesson_question,
            depends=("nomor",),
            steps=(CARD_HELD,),
            paper=lambda _facts, answers: Paper(PaperKind.LESSON, str(answers["nomor"])),
        ),
    ),
    arg="nomor",
    done=lambda _facts, answers: PassLesson(str(answers["nomor"]), str(answers["jawab"])),
    after=answered,
)


# The quiz


def drawn(facts: Facts, place: int) -> QuizQuestion:
    """Give a question of the draw; one that a release took out is replaced."""
    draw = facts.quiz or ()
    found = facts.course.question(draw[place]) if place < len(draw) else None
    return found or facts.course.quiz[place]


@dataclass(frozen=True, slots=True)
class QuizText:
    """The words of one question of the quiz; a class, so that equal places are equal."""

    place: int

    def __call__(self, facts: Facts, _answers: Answers) -> Say:
        """Number the question and ask it."""
        head = say("Pertanyaan {n} dari {all}.", n=self.place + 1, all=QUESTIONS)
        return lines(head, told(drawn(facts, self.place).question))


@dataclass(frozen=True, slots=True)
class QuizChoices:
    """The choices of one question of the quiz."""

    place: int

    def __call__(self, facts: Facts, _answers: Answers) -> tuple[Option, ...]:
        """Offer them in their order."""
        return choices(drawn(facts, self.place).choices)


def quiz_key(place: int) -> str:
    """Name the question at a place of the quiz: s1 to s10."""
    return f"s{place + 1}"


def finish(facts: Facts, answers: Answers) -> FinishQuiz:
    """Turn the answers into the command."""
    return FinishQuiz(
        tuple(
            (drawn(facts, place).key, str(answers[quiz_key(place)])) for place in range(QUESTIONS)
        )
    )


def judged(facts: Facts, result: object) -> Closing:
    """Tell the score, kindly, and what to read again."""
    if not isinstance(result, QuizDone):
        return close(steps=(LEARN_ON, MENU))
    again = [one for key in result.again if (one := facts.course.lesson(key))]
    score = say("Benar {n} dari {all}.", n=result.score, all=QUESTIONS)
    if result.score >= PASSING:
        well = say("Selamat, Bapak/Ibu lulus kuis PEKASESAMA.")
        return close(paragraphs(lines(well, score), to_read(again)), steps=(CERTIFICATE, MENU))
    not_yet = say(
        "Belum lulus, tidak apa-apa. Lulus kalau {n} benar. "
        "Baca lagi sebentar, lalu coba kuis dengan soal lain.",
        n=PASSING,
    )
    steps = (*(lesson_step(told(one.label), one) for one in again[:MOST_AGAIN]), QUIZ_AGAIN, MENU)
    return close(paragraphs(lines(score, not_yet), to_read(again)), steps=steps)


MOST_AGAIN = 3
QUIZ_AGAIN = Step(label("Kuis lagi"), QUIZ.flow)


def to_read(again: list[Lesson]) -> Say | None:
    """List what to read again, a line each."""
    if not again:
        return None
    titles = (say("{n}. {title}", n=one.key, title=told(one.label)) for one in again[:MOST_AGAIN])
    return lines(say("Yang baik dibaca lagi:"), *titles)


KUIS = Flow(
    name=QUIZ.flow,
    title=say("Kuis"),
    intro=say(
        "Kuis PEKASESAMA: {all} pertanyaan. Lulus kalau {n} benar. "
        "Tidak ada batas waktu, dan boleh diulang.",
        all=QUESTIONS,
        n=PASSING,
    ),
    consent=True,
    lasting=True,
    facts=("quiz",),
    asks=tuple(
        Ask(quiz_key(place), QuizText(place), Choice(QuizChoices(place)))
        for place in range(QUESTIONS)
    ),
    done=finish,
    after=judged,
)


# The certificate


def family_name(facts: Facts) -> str:
    """Give the name of the one family that is firmly linked; else none."""
    families = facts.families or ()
    firm = [one.household.head for one in families if one.grade is Grade.FIRM]
    return firm[0] if len(families) == 1 and firm else ""


FIRMLY_LINKED = Known("satu_keluarga_kuat", lambda facts: bool(family_name(facts)))


def certificate(facts: Facts, answers: Answers) -> MakeCertificate | None:
    """Turn the answers into the command; before the quiz was passed there is none."""
    if not PASSED.holds(facts, answers):
        return None
    own = answers.get("pakai") == "ya"
    return MakeCertificate(family_name(facts) if own else str(answers["nama"]))


def certified(_facts: Facts, result: object) -> Closing:
    """Hand the certificate over."""
    if not isinstance(result, CertificateMade):
        return close(AFTER_THE_QUIZ, steps=(QUIZ, LEARN_ON, MENU))
    text = say(
        "Ini sertifikatnya, nomor {number}. Kode di bawahnya membuktikan bahwa ini asli.",
        number=result.number,
    )
    return Closing((text,), (MENU,), papers=(Paper(PaperKind.CERTIFICATE, result.code),))


AFTER_THE_QUIZ = say("Sertifikat ada setelah lulus kuis. Silakan coba kuisnya dulu.")
PASSED = Known("lulus_kuis", lambda facts: passed_quiz(facts.learned or Learned()))
SERTIFIKAT = Flow(
    name=CERTIFICATE.flow,
    title=say("Sertifikat"),
    consent=True,
    facts=("families", "learned"),
    asks=(
        Ask(
            "pakai",
            lambda facts, _answers: say("Nama di sertifikat: {name}?", name=family_name(facts)),
            yes_no(label("Ya, nama itu"), label("Nama lain")),
            only=Both((PASSED, FIRMLY_LINKED)),
        ),
        Ask(
            "nama",
            say("Nama siapa yang ditulis di sertifikat?"),
            Name(least=2, most=80),
            only=Both((PASSED, Not(Is("pakai", ("ya",))))),
            depends=("pakai",),
        ),
    ),
    done=certificate,
    after=certified,
)


# The group

KELOMPOK = Flow(
    name=MY_GROUP.flow,
    title=say("Kelompok saya"),
    consent=True,
    facts=("families",),
    asks=(
        Ask("kecamatan", say("Bapak/Ibu di kecamatan apa?"), District(), only=PLACE_UNKNOWN),
        Ask(
            "desa",
            say("Desa atau kelurahannya?"),
            Village(),
            only=PLACE_UNKNOWN,
            depends=("kecamatan",),
        ),
        Ask(
            "nama",
            say("Apa nama kelompoknya? Yang dihitung hanya jumlah, bukan nama orang."),
            Words(least=2, most=40, example=say("Contoh: Melati 2.")),
        ),
    ),
    done=lambda facts, answers: JoinGroup(
        home(facts) or str(answers["desa"]), str(answers["nama"])
    ),
    after=lambda _facts, _result: close(
        say("Baik, kelompoknya saya catat."), steps=(LEARN_ON, MENU)
    ),
)


# For the office

FEW = 3
"""Fewer people than this are not counted one by one: a number must not point at somebody."""


def counted(facts: Facts, row: Counted) -> Say:
    """Show one village or group."""
    place = facts.regions.name(row.village) if row.village else ""
    named = word(place) if place else say("Desa belum disebut")
    if row.group:
        named = say("{village}, kelompok {group}", village=named, group=row.group)
    if row.learners < FEW:
        return say("• {where}: kurang dari {n} orang.", where=named, n=FEW)
    return say(
        "• {where}: {n} orang, {done} tamat pelajaran, {certified} lulus kuis.",
        where=named,
        n=row.learners,
        done=row.finished,
        certified=row.certified,
    )


def results(facts: Facts, result: object) -> Closing:
    """Show the counts of the officer's area."""
    rows = result.rows if isinstance(result, Results) else None
    if rows is None:
        return close(say("Hasil belajar bukan untuk peran ini."))
    if not rows:
        return close(say("Belum ada yang belajar di wilayah Bapak/Ibu."))
    shown = [counted(facts, row) for row in rows[:MOST_ROWS]]
    left = len(rows) - len(shown)
    more = say_n("Dan {n} baris lagi.", "Dan {n} baris lagi.", left) if left else None
    return close(*packed(RESULTS_HEAD, *shown, more))


MOST_ROWS = 60
RESULTS_HEAD = say("Hasil belajar PEKASESAMA. Hanya jumlah, tanpa nama.")
HASIL_BELAJAR = Flow(
    name=RESULTS.flow,
    title=say("Hasil belajar"),
    staff=True,
    aside=True,
    done=lambda _facts, _answers: ShowResults(),
    after=results,
)

FLOWS = (PEKASESAMA, PELAJARAN, KUIS, SERTIFIKAT, KELOMPOK, HASIL_BELAJAR)
