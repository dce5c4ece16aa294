"""The family has left, and the money still comes: noted for the office, with a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.graduation import CAN_BE_LEFT
from bansos.programmes import Programme
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Known
from conversations.helping.home import home
from conversations.phrases import name_of
from conversations.places import District, Village
from conversations.readers import Answers, Choice, Option, Words
from conversations.text import Say, label, paragraphs, say, say_n


@dataclass(frozen=True, slots=True)
class FollowMoney:
    """Open a follow-up: money still comes after leaving. Result: :class:`Followed`."""

    programmes: tuple[Programme, ...]
    village: str
    when: str
    """When it was signed, and when money came, in the person's own words."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An officer looks at it."""

    code: str
    days: int
    """Working days until somebody has usually looked."""


BOTH = "keduanya"
PLACE_UNKNOWN = Known("tempat_belum_tahu", lambda facts: not home(facts))


def options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the two programmes, or both."""
    own = tuple(Option(one.value, name_of(one, facts)) for one in CAN_BE_LEFT)
    return (*own, Option(BOTH, label("PKH dan Sembako"), frozenset({"keduanya", "both"})))


def command(facts: Facts, answers: Answers) -> FollowMoney:
    """Turn the answers into the command."""
    picked = str(answers["program"])
    programmes = CAN_BE_LEFT if picked == BOTH else (Programme(picked),)
    village = home(facts) or str(answers["desa"])
    return FollowMoney(programmes, village, str(answers["kapan"]))


def followed(_facts: Facts, result: object) -> Closing:
    """Give the receipt, and say what to do with the money meanwhile."""
    if not isinstance(result, Followed):
        return Closing((LEAVE_IT,))
    return Closing(
        (
            paragraphs(
                say_n(
                    "Sudah saya catat. Petugas memeriksanya, biasanya dalam {n} hari kerja.",
                    "Sudah saya catat. Petugas memeriksanya, biasanya dalam {n} hari kerja.",
                    result.days,
                ),
                LEAVE_IT,
                say(
                    "Kodenya: {code}. Catat atau foto. Ketik kapan saja untuk tahu kabarnya.",
                    code=result.code,
                ),
            ),
        ),
        (OFFICER, MENU),
        secret=True,
    )


LEAVE_IT: Say = say(
    "Uangnya biarkan dulu di rekening. Jangan diberikan ke orang lain, juga tidak ke petugas."
)
MASIH_CAIR = Flow(
    name="masih_cair",
    title=say("Masih cair"),
    consent=True,
    facts=("families",),
    asks=(
        Ask("program", say("Bantuan mana yang masih masuk?"), Choice(options)),
        Ask(
            "kapan",
            say("Kapan tanda tangan mundur, dan kapan uangnya masuk?"),
            Words(least=3, most=300, example=say("Contoh: tanda tangan Mei, uang masuk Oktober.")),
        ),
        Ask("kecamatan", say("Bapak/Ibu di kecamatan apa?"), District(), only=PLACE_UNKNOWN),
        Ask(
            "desa",
            say("Desa atau kelurahannya?"),
            Village(),
            only=PLACE_UNKNOWN,
            depends=("kecamatan",),
        ),
    ),
    done=command,
    after=followed,
)

FLOWS = (MASIH_CAIR,)
