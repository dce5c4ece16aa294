"""The certificate of PEKASESAMA, for whoever passed the quiz."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts, Grade, Learned
from conversations.flow import MENU, Ask, Both, Closing, Flow, Is, Known, Not, close
from conversations.names import Name
from conversations.papers import Paper, PaperKind
from conversations.pekasesama.course import CERTIFICATE, LEARN_ON, QUIZ, passed_quiz
from conversations.readers import Answers, yes_no
from conversations.text import label, say


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

FLOWS = (SERTIFIKAT,)
