"""The engine, with small flows of its own: everything a person may do to a talk."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from conversations import flow as engine
from conversations.changed import replace
from conversations.facts import Facts, Grade, OwnData, Person
from conversations.flow import Ask, Closing, Done, Flow, Is, Problem, Step, Then, close
from conversations.numbers import Nik
from conversations.readers import Answers, Choice, Good, Option, Or, Words, Wrong, yes_no
from conversations.said import Kind, Meant, Said
from conversations.talks import Talk, Talks
from conversations.text import Say, label, say, word
from conversations.turn.take import take
from conversations.turn.taken import Book, Need
from tests.conversations.chat import Chat
from tests.conversations.samples import NIK, OFFICER, facts


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered."""

    cup: str
    size: str
    note: str | None


CUPS = Choice((Option("kopi", label("Kopi")), Option("teh", label("Teh"), frozenset({"cha"}))))
SIZES = Choice((Option("kecil", label("Kecil")), Option("besar", label("Besar"))))
ORDER = Flow(
    name="pesan",
    title=say("Pesanan"),
    intro=say("Selamat datang di kedai."),
    asks=(
        Ask("minum", say("Minum apa?"), CUPS, name=say("Minum")),
        Ask("ukuran", say("Ukurannya?"), SIZES, name=say("Ukuran"), depends=("minum",)),
        Ask("gula", say("Pakai gula?"), yes_no(), only=Is("minum", ("teh",)), name=say("Gula")),
        Ask("pesan", say("Pesan untuk kami?"), Words(optional=True), name=say("Pesan")),
    ),
    done=lambda _facts, answers: Order(
        str(answers["minum"]),
        str(answers["ukuran"]),
        None if answers["pesan"] is None else str(answers["pesan"]),
    ),
    after=lambda _facts, _result: close(say("Pesanan masuk.")),
    summary=True,
)
CONSENT = Flow(
    name="izin",
    title=say("Izin"),
    asks=(Ask("izin", say("Boleh?"), yes_no()),),
    done=lambda _facts, answers: Agree() if answers["izin"] == "ya" else None,
    after=lambda _facts, _result: close(say("Baik.")),
)
PROOF = Flow(
    name="bukti",
    title=say("Bukti"),
    asks=(
        Ask("nik", say("NIK?"), Or(Nik(), (Option("kode", label("Punya kode")),))),
        Ask("ekor", say("Ekor?"), Words(), only=engine.Not(Is("nik", ("kode",)))),
    ),
    done=lambda _facts, answers: None if answers["nik"] == "kode" else Agree(),
    after=lambda _facts, _result: close(say("Cocok.")),
)
PRIVATE = Flow(
    name="rahasia",
    title=say("Rahasia"),
    consent=True,
    intro=say("Ini rahasia."),
    asks=(Ask("isi", say("Apa?"), Words()),),
    done=lambda _facts, _answers: Agree(),
    after=lambda _facts, _result: Closing((say("Tersimpan."),), secret=True),
)
FAMILY = Flow(
    name="keluarga",
    title=say("Keluarga"),
    needs=Grade.LIGHT,
    after=lambda _facts, _result: close(say("Ini keluarganya.")),
)
MENU = Flow(
    name="menu",
    title=say("Menu"),
    aside=True,
    after=lambda _facts, _result: close(say("Menu."), steps=(Step(label("Pesan"), "pesan"),)),
)
HELP = Flow(
    name="bantuan",
    title=say("Bantuan"),
    after=lambda _facts, _result: close(say("Tulis saja.")),
)
OFFICER_FLOW = Flow(
    name="petugas",
    title=say("Petugas"),
    asks=(Ask("apa", say("Soal apa?"), Words()),),
    done=lambda _facts, _answers: Agree(),
    after=lambda _facts, _result: Closing((say("Tersambung."),), relay=True),
)
END = Flow(
    name="selesai",
    title=say("Selesai"),
    done=lambda _facts, _answers: Agree(),
    after=lambda _facts, _result: Closing((say("Terputus."),), relay=False),
)
DANGER = Flow(
    name="darurat",
    title=say("Darurat"),
    after=lambda _facts, _result: close(
        say("Telepon sekarang."), steps=(engine.OFFICER, engine.MENU)
    ),
)
STAFF = Flow(name="kerja", title=say("Kerja"), staff=True)
LOOK = Flow(
    name="lihat",
    title=say("Lihat"),
    asks=(Ask("kode", say("Kode?"), Words()),),
    arg="kode",
    done=lambda _facts, _answers: Agree(),
    after=lambda _facts, _result: Closing((say("Isinya."),), then=Then("tambah", {"kode": "x1"})),
)
ADD = Flow(
    name="tambah",
    title=say("Tambah"),
    asks=(Ask("kode", say("Kode?"), Words()), Ask("mau", say("Tambah?"), yes_no())),
    arg="kode",
    after=lambda _facts, _result: close(say("Selesai.")),
)


@dataclass(frozen=True, slots=True)
class Agree:
    pass


ALL = (ORDER, CONSENT, PROOF, PRIVATE, FAMILY, MENU, HELP, OFFICER_FLOW, END, DANGER, STAFF, LOOK,
       ADD)  # fmt: skip
BOOK = Book({flow.name: flow for flow in ALL})


@pytest.fixture
def chat() -> Chat:
    return Chat(BOOK, facts())


def order(chat: Chat, *lines: str) -> str:
    chat.hear(Said(Kind.TAP, tap=">pesan"))
    for line in lines:
        chat.say(line)
    return chat.text


def test_a_flow_asks_one_thing_after_the_other_and_sends_what_was_confirmed(chat: Chat) -> None:
    assert order(chat) == "Selamat datang di kedai.\n\nMinum apa?"
    assert chat.say("kopi") == "Ukurannya?"
    assert chat.say("2") == "Pesan untuk kami?"
    assert chat.say("tanpa buih") == (
        "Saya baca ulang, ya:\nMinum: Kopi\nUkuran: Besar\nPesan: tanpa buih\nSudah benar?"
    )
    assert chat.buttons == ["Kirim", "Ubah", "Batal"]
    assert chat.say("kirim") == "Pesanan masuk."
    assert chat.commands == [Order("kopi", "besar", "tanpa buih")]
    assert chat.talks.stack == ()


@pytest.mark.parametrize(
    "answer", ["teh", "Teh!", "2", "dua", "nomor 2", "yang kedua", "cha", "２"]
)
def test_label_number_word_and_synonym_are_the_same_answer(chat: Chat, answer: str) -> None:
    order(chat, answer)
    assert chat.talks.stack[0].given == {"minum": "teh"}


def test_a_near_miss_of_a_longer_label_counts(chat: Chat) -> None:
    order(chat, "kopi", "besr")
    assert chat.talks.stack[0].given["ukuran"] == "besar"


def test_a_question_that_no_longer_applies_loses_its_answer(chat: Chat) -> None:
    order(chat, "teh", "besar", "ya", "lewati", "ubah", "Minum", "kopi", "kecil")
    assert "Gula" not in chat.text
    assert "Pesan" not in chat.text, "what was passed over is not read back"


def test_back_goes_one_question_back_and_stops_at_the_first(chat: Chat) -> None:
    order(chat, "kopi", "besar")
    assert chat.say("kembali") == "Ukurannya?"
    assert chat.say("kembali").endswith("Minum apa?")
    assert chat.say("kembali").startswith("Ini sudah pertanyaan pertama.")
    assert chat.open == "pesan"


def test_change_opens_what_depends_on_it_too(chat: Chat) -> None:
    order(chat, "kopi", "besar", "halo", "ubah")
    assert chat.text == "Bagian mana yang mau diubah?"
    assert chat.buttons == ["Minum", "Ukuran", "Pesan", "Kembali"]
    assert chat.tap("Minum") == "Minum apa?"
    assert chat.say("kopi") == "Ukurannya?"
    assert "Pesan: halo" in chat.say("kecil")


def test_back_out_of_a_change_restores_the_old_answers(chat: Chat) -> None:
    order(chat, "kopi", "besar", "halo", "ubah", "Minum")
    assert "Minum: Kopi\nUkuran: Besar" in chat.say("kembali")


def test_back_from_the_list_of_changes_shows_the_summary(chat: Chat) -> None:
    order(chat, "kopi", "besar", "halo", "ubah")
    assert chat.say("kembali").startswith("Saya baca ulang")


@pytest.mark.parametrize("word_of_end", ["batal", "gak jadi", "cancel", "selesai"])
def test_cancel_drops_the_talk_and_sends_nothing(chat: Chat, word_of_end: str) -> None:
    order(chat, "kopi")
    assert chat.say(word_of_end) == "Baik, saya batalkan. Isian tadi tidak saya simpan."
    assert (chat.commands, chat.talks.stack) == ([], ())


def test_cancel_under_the_summary_does_the_same(chat: Chat) -> None:
    order(chat, "kopi", "besar", "lewati", "batal")
    assert chat.commands == []


def test_an_interruption_ends_and_the_question_below_is_shown_again(chat: Chat) -> None:
    order(chat, "kopi")
    assert chat.say("bantuan") == "Tulis saja.\nUkurannya?"
    assert chat.buttons == ["Kecil", "Besar"]


def test_the_menu_puts_a_long_talk_aside_and_it_can_be_taken_up(chat: Chat) -> None:
    order(chat, "kopi")
    assert "Menu." in chat.say("menu")
    assert chat.talks.stack == ()
    assert chat.tap("Pesan") == "Ada isian yang belum selesai: Pesanan. Lanjutkan?"
    assert chat.say("ya") == "Ukurannya?"


def test_a_draft_may_be_begun_anew(chat: Chat) -> None:
    order(chat, "kopi")
    chat.say("menu")
    chat.tap("Pesan")
    assert chat.say("mulai baru").endswith("Minum apa?")
    assert chat.talks.drafts == ()


def test_a_talk_of_yesterday_waits_as_a_draft_for_two_weeks(chat: Chat) -> None:
    order(chat, "kopi")
    chat.wait(hours=25)
    chat.say("halo")
    assert chat.open == ""
    assert order(chat) == "Ada isian yang belum selesai: Pesanan. Lanjutkan?"
    chat.say("ya")
    chat.wait(days=1)
    chat.say("halo")
    chat.wait(days=14)
    assert order(chat) == "Selamat datang di kedai.\n\nMinum apa?"


def test_numbers_of_a_family_never_wait_as_a_draft(chat: Chat) -> None:
    chat.hear(Said(Kind.TAP, tap=">keluarga"))
    chat.say(NIK)
    assert chat.open == "bukti"
    chat.wait(hours=25)
    chat.say("halo")
    assert chat.talks.drafts == ()
    assert NIK.encode() not in chat.stored


def test_a_new_wish_drops_short_talks_and_a_long_one_asks_once_to_go_on(chat: Chat) -> None:
    order(chat, "kopi")
    for name in ("petugas", "tambah"):
        chat.hear(Said(Kind.TAP, tap=f">{name}"))
    assert [talk.flow for talk in chat.talks.stack] == ["pesan", "tambah"]
    assert chat.say("batal").endswith("Ada isian yang belum selesai: Pesanan. Lanjutkan?")
    chat.hear(Said(Kind.TAP, tap=">tambah"))
    assert [talk.flow for talk in chat.talks.stack] == ["tambah"]
    assert [talk.flow for _at, talk in chat.talks.drafts] == ["pesan"]


def test_a_value_typed_under_ubah_changes_its_answer(chat: Chat) -> None:
    order(chat, "kopi", "besar", "halo", "ubah")
    assert "Ukuran: Kecil" in chat.say("kecil")


def test_a_flow_started_twice_is_one_talk(chat: Chat) -> None:
    order(chat, "kopi")
    chat.say("bantuan")
    assert order(chat) == "Ukurannya?"
    assert len(chat.talks.stack) == 1


def test_a_tap_on_an_old_button_is_explained_and_never_an_answer(chat: Chat) -> None:
    order(chat)
    old = chat.replies[0].offers[0].tap
    chat.say("kopi")
    answered = chat.hear(Said(Kind.TAP, tap=old))
    assert answered.startswith("Tombol itu dari pertanyaan yang sudah lewat")
    assert answered.endswith("Ukurannya?")


def test_a_button_of_last_week_with_nothing_open_leads_to_the_menu(chat: Chat) -> None:
    chat.hear(Said(Kind.TAP, tap="3.minum.kopi"))
    assert chat.buttons == ["Menu"]


def test_the_same_tap_within_ten_seconds_is_dropped_silently(chat: Chat) -> None:
    order(chat)
    tap = Said(Kind.TAP, tap=chat.replies[0].offers[0].tap)
    chat.hear(tap)
    soon = replace(chat.facts, now=chat.facts.now + timedelta(seconds=1))
    again = take(BOOK, chat.talks, tap, soon)
    assert not isinstance(again, Need)
    assert again.replies == ()
    assert again.talks.stack == chat.talks.stack


MADE_UP = (
    "", ">", ">tidak_ada", "x", "1.", "9.minum.kopi", "1.minum.jamu", ">pesan.kopi", "....",
    ">menu.x", "1.ringkasan.kirim",
)  # fmt: skip


@pytest.mark.parametrize("tap", MADE_UP)
def test_a_made_up_tap_breaks_nothing(chat: Chat, tap: str) -> None:
    order(chat)
    chat.hear(Said(Kind.TAP, tap=tap))
    assert chat.commands == []
    assert chat.replies


def test_after_three_wrong_answers_an_officer_is_offered(chat: Chat) -> None:
    order(chat, "jamu", "wedang")
    assert "Bicara petugas" not in chat.buttons
    assert "Tidak apa-apa kalau sulit." in chat.say("soda")
    assert chat.buttons == ["Kopi", "Teh", "Bicara petugas", "Batal"]
    assert chat.say("1") == "Ukurannya?"


def test_a_question_without_buttons_offers_the_officer_and_the_way_out(chat: Chat) -> None:
    chat.facts = replace(chat.facts, person=Person(known=True))
    chat.hear(Said(Kind.TAP, tap=">petugas"))
    for _ in range(3):
        chat.say("?")
    assert chat.buttons == ["Bicara petugas", "Batal"]


def test_consent_comes_first_and_the_flow_follows_with_its_introduction(chat: Chat) -> None:
    chat.facts = replace(chat.facts, person=Person(known=True))

    def agree(chat: Chat, command: object) -> Done:
        chat.facts = replace(chat.facts, person=Person(known=True, consented=True))
        return Done(command)

    chat.desk = agree
    assert chat.hear(Said(Kind.TAP, tap=">rahasia")) == "Boleh?"
    assert chat.say("ya") == "Baik.\nIni rahasia.\n\nApa?"
    chat.say("sesuatu")
    assert chat.replies[0].secret


@pytest.mark.parametrize("no", ["tidak", "batal"])
def test_without_consent_the_flow_that_needs_it_is_dropped(chat: Chat, no: str) -> None:
    chat.facts = replace(chat.facts, person=Person(known=True))
    chat.hear(Said(Kind.TAP, tap=">rahasia"))
    chat.say(no)
    assert (chat.open, chat.commands) == ("", [])


def test_a_proof_runs_first_and_the_asked_for_flow_follows(chat: Chat) -> None:
    def prove(chat: Chat, _command: object) -> Done:
        chat.facts = replace(chat.facts, person=Person(known=True, links=1))
        return Done()

    chat.desk = prove
    assert chat.hear(Said(Kind.TAP, tap=">keluarga")) == "NIK?"
    assert chat.buttons == ["Punya kode"]
    chat.say(NIK)
    assert chat.say("120004") == "Cocok.\nIni keluarganya."


def test_a_problem_asks_its_question_again_and_clears_what_it_names(chat: Chat) -> None:
    chat.desk = lambda _chat, _command: Problem("nik", say("Belum cocok."), clear=("ekor",))
    chat.hear(Said(Kind.TAP, tap=">bukti"))
    chat.say(NIK)
    assert chat.say("120004") == "Belum cocok.\nNIK?"
    assert chat.talks.stack[0].given == {}
    for _ in range(2):
        chat.say(NIK)
        chat.say("120004")
    assert "Bicara petugas" in chat.buttons or chat.talks.stack[0].wrong == 1


def test_a_problem_of_no_question_ends_the_talk(chat: Chat) -> None:
    chat.desk = lambda _chat, _command: Problem("", say("Terlalu sering."))
    chat.hear(Said(Kind.TAP, tap=">keluarga"))
    chat.say(NIK)
    assert chat.say("120004") == "Terlalu sering."
    assert (chat.open, chat.buttons) == ("", ["Bicara petugas", "Menu"])


def test_an_argument_answers_the_first_question(chat: Chat) -> None:
    chat.hear(Said(Kind.TAP, tap=">tambah.abc"))
    assert chat.text == "Kode?"  # Words does not read a tap: asked as usual
    chat.say("abc")
    assert chat.text == "Tambah?"


def test_a_look_up_hands_on_to_the_flow_that_goes_on(chat: Chat) -> None:
    chat.hear(Said(Kind.TAP, tap=">lihat"))
    assert chat.say("kode saya") == "Isinya.\nTambah?"
    assert chat.talks.stack[0].given == {"kode": "x1"}
    assert chat.say("kembali").startswith("Ini sudah pertanyaan pertama.")


def test_facts_that_are_missing_are_asked_for_before_anything_happens() -> None:
    needing = replace(HELP, name="data", facts=("kept",))
    book = Book({"data": needing})
    start = Said(Kind.TAP, tap=">data")
    assert take(book, Talks(), start, facts()) == Need(("kept",))
    loaded = facts(kept=OwnData(0, 0, 0, None))
    assert not isinstance(take(book, Talks(), start, loaded), Need)


def test_a_secret_is_told_and_its_message_erased_and_the_question_stays(chat: Chat) -> None:
    order(chat)
    text = chat.hear(Said(text="[PIN dihapus]", secrets=frozenset({"pin"})))
    assert text.startswith("Demi keamanan")
    assert text.endswith("Minum apa?")
    assert chat.taken is not None
    assert chat.taken.erase


def test_what_is_written_beside_a_secret_is_not_lost(chat: Chat) -> None:
    order(chat, "kopi", "besar")
    chat.hear(Said(text="tolong cepat ya [PIN dihapus]", secrets=frozenset({"pin"})))
    assert chat.talks.stack[0].given["pesan"] == "tolong cepat ya [PIN dihapus]"


def test_a_clear_wish_interrupts_a_choice_and_an_unsure_one_does_not(chat: Chat) -> None:
    order(chat)
    chat.hear(Said(text="xx yy", meant=(Meant("bantuan", 0.4),)))
    assert chat.text.startswith("Maaf, saya belum mengerti.")
    chat.hear(Said(text="xx yy", meant=(Meant("bantuan", 0.9),)))
    assert chat.text == "Tulis saja.\nMinum apa?"


def test_free_words_are_an_answer_whatever_they_may_mean(chat: Chat) -> None:
    order(chat, "kopi", "besar")
    chat.hear(Said(text="saya mau bantuan gula", meant=(Meant("bantuan", 0.9),)))
    assert chat.talks.stack[0].given["pesan"] == "saya mau bantuan gula"


def test_a_danger_is_heard_at_once_and_the_words_are_kept(chat: Chat) -> None:
    order(chat, "kopi", "besar")
    chat.hear(Said(text="saya dipukul suami", meant=(Meant("darurat", 0.9, urgent=True),)))
    assert chat.text.startswith("Telepon sekarang.")
    assert "Bicara petugas" in chat.buttons
    assert chat.talks.stack[0].given["pesan"] == "saya dipukul suami"


def test_a_receipt_code_opens_its_report_even_among_free_words(chat: Chat) -> None:
    order(chat, "kopi", "besar")
    chat.hear(Said(text="A-1", meant=(Meant("lihat", 1.0),)))
    assert chat.text == "Kode?"


def test_a_meaning_that_leads_nowhere_here_is_passed_over(chat: Chat) -> None:
    chat.hear(Said(text="kerja", meant=(Meant("kerja", 0.9), Meant("bantuan", 0.8))))
    assert chat.text == "Tulis saja."
    chat.facts = replace(chat.facts, staff=OFFICER)
    chat.hear(Said(text="kerja", meant=(Meant("kerja", 0.9), Meant("bantuan", 0.8))))
    assert chat.text == ""


def relayed(chat: Chat) -> Chat:
    chat.facts = replace(chat.facts, helped=True)
    chat.hear(Said(Kind.TAP, tap=">petugas"))
    chat.say("kartu saya")
    assert chat.text == "Tersambung."
    return chat


def test_words_go_to_the_officer_until_selesai(chat: Chat) -> None:
    relayed(chat).say("kapan ya")
    assert chat.taken is not None
    assert chat.taken.relay is not None
    assert chat.taken.relay.said.text == "kapan ya"
    assert chat.text == "Sudah saya sampaikan ke petugas."
    chat.say("masih lama ya")
    assert chat.taken.relay is not None
    assert chat.replies == ()
    chat.wait(minutes=10)
    assert chat.say("masih di sini") == "Sudah saya sampaikan ke petugas."
    assert chat.say("selesai") == "Terputus."
    chat.say("kapan ya")
    assert chat.taken.relay is None


def test_the_officer_s_case_may_be_closed_meanwhile(chat: Chat) -> None:
    relayed(chat).facts = replace(chat.facts, helped=False)
    chat.say("kapan ya")
    assert chat.text.startswith("Maaf, saya belum mengerti")


def test_after_a_day_words_no_longer_go_to_the_officer(chat: Chat) -> None:
    relayed(chat).wait(hours=25)
    chat.say("kapan ya")
    assert chat.text.startswith("Maaf, saya belum mengerti")


def test_a_question_opened_by_a_button_is_answered_while_an_officer_listens(chat: Chat) -> None:
    relayed(chat)
    order(chat, "kopi")
    assert chat.text == "Ukurannya?"
    chat.say("batal")
    chat.say("halo bu")
    assert chat.taken is not None
    assert chat.taken.relay is not None


def test_a_danger_reaches_the_officer_and_is_answered_too(chat: Chat) -> None:
    relayed(chat).hear(Said(text="saya takut", meant=(Meant("darurat", 0.9, urgent=True),)))
    assert chat.text == "Sudah saya sampaikan ke petugas.\nTelepon sekarang."
    assert chat.taken is not None
    assert chat.taken.relay is not None


def test_an_officer_puts_a_long_talk_aside(chat: Chat) -> None:
    order(chat, "kopi")
    relayed_text = chat.hear(Said(Kind.TAP, tap=">petugas"))
    assert relayed_text == "Soal apa?"
    assert chat.say("kartu saya").startswith("Tersambung.\nIsian tadi saya simpan dulu.")
    assert chat.open == ""


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("begun", [True, False])
def test_every_kind_of_message_has_an_answer_or_a_reason_for_none(
    chat: Chat, kind: Kind, *, begun: bool
) -> None:
    if begun:
        order(chat)
    chat.hear(Said(kind, text="gone" if kind is Kind.FETCHED else ""))
    assert chat.replies


def test_a_file_that_turned_out_well_needs_no_words(chat: Chat) -> None:
    chat.hear(Said(Kind.FETCHED, text="ok"))
    assert chat.replies == ()


def test_an_edited_message_is_never_an_answer(chat: Chat) -> None:
    order(chat)
    chat.hear(Said(Kind.EDITED, text="kopi"))
    assert chat.talks.stack[0].given == {}


def test_a_stranger_who_is_not_understood_is_answered_honestly(chat: Chat) -> None:
    chat.facts = replace(chat.facts, person=Person())
    assert chat.say("p").startswith("Soal itu belum bisa saya jawab")
    assert "Saya Peka" in chat.text
    assert chat.buttons == ["Bicara petugas", "Menu"]


def test_not_understood_is_said_in_three_ways(chat: Chat) -> None:
    said = [chat.say("qwert zxcv") for _ in range(4)]
    assert len(set(said)) == 3
    assert said[0] == said[3]


def test_a_flow_that_went_with_a_release_strands_nobody(chat: Chat) -> None:
    talks = Talks(stack=(Talk(1, "lama"), Talk(2, "lama_juga")), last_number=2, at=chat.facts.now)
    taken = take(BOOK, talks, Said(text="halo"), chat.facts)
    assert not isinstance(taken, Need)
    assert taken.replies


class AskBack:
    """Asks back "jeruk?" whatever is said, and takes a tap on it."""

    version = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        if said.tap == "35.26.08":
            return Good(said.tap)
        return Wrong(say("Maksudnya jeruk?"), (Option("35.26.08", word("Jeruk")),))

    def show(self, value: object, facts: Facts) -> Say:
        return word(str(value))


@pytest.mark.parametrize("answer", ["jeruk", "1", "ya", "betul"])
def test_something_asked_back_can_be_taken_by_a_word(answer: str) -> None:
    fruit = Flow(
        name="buah",
        title=say("Buah"),
        asks=(Ask("buah", say("Buah apa?"), AskBack()), Ask("mau", say("Mau?"), yes_no())),
    )
    chat = Chat(Book({"buah": fruit}), facts())
    chat.hear(Said(Kind.TAP, tap=">buah"))
    assert chat.say("jrk") == "Maksudnya jeruk?"
    assert chat.say(answer) == "Mau?"
    assert chat.talks.stack[0].given == {"buah": "35.26.08"}
