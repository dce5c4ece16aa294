"""Papers in a conversation: with a question, at a closing, and never as bytes."""

from conversations.flow import Ask, Closing, Flow, Step
from conversations.papers import Paper, PaperKind
from conversations.readers import Choice, Option
from conversations.said import Kind, Said
from conversations.talks import Talks
from conversations.text import label, say
from conversations.turn.take import take
from conversations.turn.taken import Book, Reply, Taken
from tests.conversations.samples import facts

LESSON = Paper(PaperKind.LESSON, "3")
LETTERS = (Paper(PaperKind.LETTER, "A"), Paper(PaperKind.CERTIFICATE, "B"))
FLOW = Flow(
    name="coba",
    title=say("Coba"),
    asks=(
        Ask(
            "siap",
            say("Siap?"),
            Choice((Option("ya", label("Ya")),)),
            paper=lambda _facts, _answers: LESSON,
        ),
        Ask("lagi", say("Lagi?"), Choice((Option("ya", label("Ya")),))),
    ),
    after=lambda _facts, _answers: Closing(
        (say("Satu."), say("Dua.")), (Step(label("Coba lagi"), "coba"),), papers=LETTERS
    ),
)
BOOK = Book({"coba": FLOW})


def turn(talks: Talks, said: Said) -> Taken:
    taken = take(BOOK, talks, said, facts())
    assert isinstance(taken, Taken)
    return taken


def papers(replies: tuple[Reply, ...]) -> list[Paper | None]:
    return [reply.paper for reply in replies]


def started() -> Taken:
    return turn(Talks(), Said(tap=">coba", kind=Kind.TAP))


def test_a_question_shows_its_picture_and_keeps_its_buttons_on_the_text() -> None:
    (reply,) = started().replies
    assert (reply.paper, len(reply.offers)) == (LESSON, 1)


def test_a_wrong_answer_does_not_show_it_again() -> None:
    wrong = turn(started().talks, Said(text="entahlah apa itu"))
    assert papers(wrong.replies) == [None]


def test_the_next_question_has_none_of_its_own() -> None:
    following = turn(started().talks, Said(text="ya"))
    assert papers(following.replies) == [None]


def test_a_closing_hands_papers_out_after_its_last_text() -> None:
    closed = turn(turn(started().talks, Said(text="ya")).talks, Said(text="ya"))
    assert [reply.text.msgid for reply in closed.replies[:2]] == ["Satu.", "Dua."]
    assert papers(closed.replies) == [None, None, *LETTERS]
    assert [len(reply.offers) for reply in closed.replies] == [0, 1, 0, 0]


def test_a_file_s_name_says_nothing_of_anybody() -> None:
    assert [paper.file for paper in (LESSON, *LETTERS)] == [
        "pelajaran-3.png", "surat.pdf", "sertifikat.pdf",
    ]  # fmt: skip
