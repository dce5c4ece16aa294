"""Which question a turn opened and which one it passed."""

from conversations.book import BOOK
from conversations.talks import Talks
from conversations.turn.funnel import steps
from conversations.turn.taken import Taken
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import facts
from tests.house import understanding


def counted(*lines: str) -> list[list[str]]:
    """What each line counts."""
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    found, before = [], Talks()
    for line in lines:
        chat.say(line)
        taken = Taken(chat.talks, chat.replies)
        found.append([f"{what}:{where}" for where, what in steps(BOOK, before, taken, chat.facts)])
        before = chat.talks
    return found


def test_a_question_is_shown_once_and_passed_when_it_is_answered() -> None:
    assert counted("lapor", "zzz", "rahasia", "kembali", "rahasia") == [
        ["shown:lapor.cara"],
        [],
        ["passed:lapor.cara", "shown:lapor.kelompok"],
        ["shown:lapor.cara"],
        ["passed:lapor.cara", "shown:lapor.kelompok"],
    ]


def test_who_cancels_has_not_passed() -> None:
    assert counted("lapor", "batal") == [["shown:lapor.cara"], []]
