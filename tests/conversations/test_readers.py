"""Readers: what is taken, and what exactly is said about what is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.around.consent import AGREE
from conversations.changed import replace
from conversations.codes import Code, Receipt, receipt_in
from conversations.family.proof_numbers import ProofNik
from conversations.media import LARGEST_PHOTO, Location, Photo
from conversations.numbers import Day, KkTail, Nik
from conversations.places import District, Village
from conversations.readers import Answers, Good, Reader, Ref, Value, Words, Wrong, clean, yes_no
from conversations.said import Kind, Media, Said, Spot
from conversations.text import REPLY_LIMIT, Source
from conversations.words import forget, plain
from tests.conversations.samples import KK, NIK, facts

READERS: list[Reader] = [
    Nik(), ProofNik(), KkTail(), Day(), District(), Village(), Code(), Receipt(), Ref(),
    Photo(), Location(), Words(), Words(optional=True, voice=True), yes_no(),
]  # fmt: skip
IN_SEPULU: Answers = {"kecamatan": "35.26.08", "nik": NIK}


def read(reader: Reader, said: str | Said, answers: Answers = IN_SEPULU) -> Good | Wrong:
    return reader.read(Said(text=said) if isinstance(said, str) else said, facts(), answers)


def value(reader: Reader, said: str | Said, answers: Answers = IN_SEPULU) -> Value:
    got = read(reader, said, answers)
    assert isinstance(got, Good), wrong(reader, said, answers)
    return got.value


def wrong(reader: Reader, said: str | Said, answers: Answers = IN_SEPULU) -> str:
    got = read(reader, said, answers)
    assert isinstance(got, Wrong), got
    return got.text.into(Source())


def offered(reader: Reader, text: str) -> list[str]:
    got = read(reader, text)
    assert isinstance(got, Wrong), got
    return [option.label.into(Source()) for option in got.options]


@given(
    said=st.builds(
        Said,
        kind=st.sampled_from(Kind),
        text=st.text(max_size=300) | st.from_regex(r"[\d .-]{0,24}", fullmatch=True),
        tap=st.text(max_size=20),
        media=st.none() | st.builds(Media, ref=st.text(), size=st.none() | st.integers(0)),
        spot=st.none() | st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180)),
    ),
    which=st.integers(0, len(READERS) - 1),
)
def test_every_reader_judges_anything_and_can_show_what_it_took(said: Said, which: int) -> None:
    reader = READERS[which]
    got = read(reader, said)
    if isinstance(got, Wrong):
        assert 0 < len(got.text.into(Source())) <= REPLY_LIMIT
    else:
        assert len(reader.show(got.value, facts()).into(Source())) <= REPLY_LIMIT


@pytest.mark.parametrize(
    "text",
    [
        NIK, "3526 0845 0782 0003", "3526.0845.0782.0003", "NIK saya 3526084507820003 bu",
        "٣٥٢٦٠٨٤٥٠٧٨٢٠٠٠٣", "３５２６０８４５０７８２０００３", "3526-0845-0782-0003\n",
    ],
)  # fmt: skip
def test_a_nik_is_read_however_it_is_written(text: str) -> None:
    assert value(Nik(), text) == NIK


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35260845078200", "Nomornya baru 14 angka; NIK ada 16 angka."),
        ("352608450782000", "Itu 15 angka: mungkin nomor peserta PKH"),
        ("35260845078200031", "Nomornya 17 angka; NIK hanya 16 angka."),
        ("3526088107820003", "Tanggal lahir di NIK belum benar (angka ke-7 dan 8)."),
        ("3526083102820003", "Tanggal lahir di NIK belum benar (angka ke-7 sampai 12)."),
        ("3526084507820000", "Empat angka terakhir NIK tidak mungkin 0000."),
        ("KK 3526081203120004", "Itu No. KK."),
        ("6013010012345675", "Itu nomor kartu bank, jadi tidak saya simpan."),
        ("pin 123456", "PIN atau OTP jangan dikirim ke siapa pun"),
        ("tidak hafal", "Itu belum NIK."),
        ("", "Itu belum NIK."),
    ],
)
def test_a_wrong_nik_is_told_exactly_with_an_example(text: str, said: str) -> None:
    told = wrong(Nik(), text)
    assert told.startswith(said)
    assert "3526 0101 0180 0001" in told


def test_the_example_is_a_nik() -> None:
    assert value(Nik(), "3526 0101 0180 0001") == "3526010101800001"


@given(st.text(alphabet="0123456789 .-", min_size=1, max_size=30))
def test_a_refused_number_is_never_repeated(text: str) -> None:
    got = read(Nik(), text)
    if isinstance(got, Wrong):
        said = got.text.into(Source()).replace("3526 0101 0180 0001", "")
        digits = "".join(c for c in text if c.isdigit())
        assert len(digits) < 5 or digits not in said.replace(" ", "")


def test_a_nik_is_shown_masked() -> None:
    assert Nik().show(NIK, facts()).into(Source()) == "35••••••••••••03"


@pytest.mark.parametrize("text", ["120004", "12 00 04", KK, f"kk {KK}", "angka 120004 bu"])
def test_the_end_of_the_kk_is_read_from_six_or_sixteen_digits(text: str) -> None:
    assert value(KkTail(), text) == "120004"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1200", "Itu 4 angka."),
        (NIK, "Itu NIK."),
        ("3526085507820009", "Itu NIK."),
        ("6013010012345675", "Itu nomor kartu bank"),
        ("3526089903120004", "No. KK itu belum benar."),
        ("lupa", "Tidak apa-apa, saya tunggu."),
    ],
)
def test_a_wrong_end_is_told(text: str, said: str) -> None:
    assert wrong(KkTail(), text).startswith(said)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17-8-1980", "1980-08-17"), ("17 Agustus 1980", "1980-08-17"), ("17/8/80", "1980-08-17"),
        ("1 nop 25", "2025-11-01"), ("kemarin", "2026-11-02"), ("Hari ini!", "2026-11-03"),
        ("29 februari 2024", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_is_read(text: str, day: str) -> None:
    assert value(Day(), text) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31-2-1980", "Tanggal itu tidak ada"),
        ("29 feb 2023", "Tanggal itu tidak ada"),
        ("1 abc 2020", "Tanggal itu tidak ada"),
        ("4-11-2026", "Tanggal itu belum terjadi"),
        ("entah", "Tulis tanggalnya begini"),
    ],
)
def test_a_wrong_day_is_told(text: str, said: str) -> None:
    assert wrong(Day(), text).startswith(said)


@pytest.mark.parametrize(
    "text", ["Sepulu", "kec. sepulu", "SEPULUH", "kecamatan Sepulu bangkalan"]
)
def test_a_district_is_found_by_its_names(text: str) -> None:
    assert value(District(), text) == "35.26.08"


def test_ijen_is_sempol() -> None:
    assert value(District(), "ijen") == "35.11.19"


def test_another_spelling_is_asked_back() -> None:
    assert offered(District(), "Tragha") == ["Tragah"]
    assert "Labuhan" in offered(Village(), "labuan")


def test_a_village_named_first_answers_both_or_is_asked_back() -> None:
    assert offered(District("desa"), "Kelbung") == ["Kec. Sepulu", "Kec. Galis"]
    kelbung = Good("35.26.18", {"desa": "35.26.18.2018"})
    assert read(District("desa"), "desaku kelbung galis rt 2") == kelbung
    assert read(District("desa"), Said(Kind.TAP, tap="35.26.18.2018")) == kelbung
    assert offered(District(), "klabuhan") == ["Labuhan"]
    assert value(District(), "rumah sy di labuhan") == "35.26.08"


def test_a_district_elsewhere_is_not_taken() -> None:
    assert wrong(District(), "Cibinong").startswith("Kecamatan itu belum saya temukan")
    assert isinstance(read(District(), Said(Kind.TAP, tap="32.01.01")), Wrong)


def test_a_village_is_sought_inside_its_district_only() -> None:
    assert value(Village(), "ds. Labuhan") == "35.26.08.2012"
    assert "ada di Kec. Arosbaya" in wrong(Village(), "Tengket")
    assert offered(Village(), "Tengket") == ["Ya, Kec. Arosbaya"]
    beside = read(Village(), Said(Kind.TAP, tap="35.26.18.2001"))
    assert beside == Good("35.26.18.2001", {"kecamatan": "35.26.18"})
    assert isinstance(read(Village(), Said(Kind.TAP, tap="35.11.19.2001")), Wrong)
    assert offered(Village(), "tanagura") == ["Tanagura Barat", "Tanagura Timur"]


@pytest.mark.parametrize(
    "text",
    ["labuhan kecamatan sepulu", "desa labuhan, kec. sepulu", "sepulu, labuhan",
     "kecamatan sepulu desa labuhan"],
)  # fmt: skip
def test_a_village_named_with_its_district_answers_both(text: str) -> None:
    assert read(District("desa"), text) == Good("35.26.08", {"desa": "35.26.08.2012"})


def test_after_a_mismatch_six_digits_mean_the_same_nik() -> None:
    before = {"nik_lalu": NIK, "kk_lalu": "999999"}
    same = Good(NIK, {"kk_tail": "120004"})
    assert read(ProofNik(), "120004", before) == same
    assert read(ProofNik(), f"no kk {KK}", before) == same
    assert isinstance(read(ProofNik(), "120004", {}), Wrong)


def test_a_kk_in_place_of_a_nik_is_told_and_nothing_is_read_while_waiting() -> None:
    assert wrong(ProofNik(), KK).startswith("Itu tampaknya No. KK.")
    told = ProofNik().read(Said(text=NIK), replace(facts(), waits=4), {})
    assert isinstance(told, Wrong)


@pytest.mark.parametrize(
    "text",
    ["BATU-7-KOPI-4-AWAN-2", "batu 7 kopi 4 awan 2", "Batu7Kopi4Awan2",
     "kode: batu-7 kopi-4 awan-2.", "BATU – 7 – KOPI – 4 – AWAN – 2",
     "kode laporan saya batu 7, kopi 4, awan 2"],
)  # fmt: skip
def test_a_receipt_code_is_read_however_it_is_typed(text: str) -> None:
    assert value(Receipt(), text) == "BATU-7-KOPI-4-AWAN-2"


@pytest.mark.parametrize("text", ["rt 2 rw 3", "jalan 5", "", "batu kopi awan", "7-4-2"])
def test_other_words_with_numbers_are_no_receipt_code(text: str) -> None:
    assert receipt_in(text) is None


@given(st.lists(st.tuples(st.from_regex(r"[a-z]{3,8}", fullmatch=True), st.integers(0, 99)),
                min_size=3, max_size=6))  # fmt: skip
def test_every_code_of_words_and_numbers_is_read_back(pairs: list[tuple[str, int]]) -> None:
    code = "-".join(f"{name.upper()}-{number}" for name, number in pairs)
    if not code.startswith(("KODE", "INI", "NOMOR", "LAPORAN", "SAYA", "NYA", "CODE")):
        assert receipt_in(code.lower().replace("-", " ")) == code


@pytest.mark.parametrize("text", ["K7Q2-M9TD", "k7q2 m9td", "kode K7Q2M9TD", "K7Q2 – M9TD"])
def test_a_code_of_an_officer_is_read_however_it_is_typed(text: str) -> None:
    assert value(Code(), text) == "K7Q2M9TD"


def test_a_photo_is_kept_as_a_reference() -> None:
    sent = Said(Kind.PHOTO, media=Media("f1", 5000))
    assert value(Photo(), sent) == {"ref": "f1", "mime": "", "size": 5000}
    assert value(Photo(), "lewati") is None
    assert value(Photo(), Said(Kind.TAP, tap="lewati")) is None


def test_what_cannot_be_a_photo_is_refused_at_once() -> None:
    big = Said(Kind.PHOTO, media=Media("f", LARGEST_PHOTO + 1))
    assert "terlalu besar" in wrong(Photo(), big)
    pdf = Said(Kind.DOCUMENT, media=Media("f", 10, "application/pdf", "ktp.jpg"))
    assert "bukan foto" in wrong(Photo(), pdf)
    assert "Kirim satu foto" in wrong(Photo(), Said(Kind.VOICE, media=Media("f")))
    assert value(Photo(), Said(Kind.DOCUMENT, media=Media("f", 10, "image/png"))) is not None


def test_a_place_is_a_point_or_words() -> None:
    assert value(Location(), Said(Kind.LOCATION, spot=Spot(-7, 112.9))) == {
        "lintang": -7,
        "bujur": 112.9,
    }
    assert value(Location(), "timur masjid") == {"kata": "timur masjid"}
    assert value(Location(), "ga ada") is None


def test_words_are_kept_without_what_nobody_can_read() -> None:
    assert clean("a\x00b\ud800c\u202ed\te\nf") == "abcd e\nf"
    assert value(Words(), "  halo\x00 bu ") == "halo bu"


def test_a_voice_note_is_taken_only_where_it_can_be_heard() -> None:
    note = Said(Kind.VOICE, media=Media("v1"))
    assert value(Words(voice=True), note) == {"suara": "v1"}
    assert wrong(Words(), note).startswith("Maaf, pesan suara belum bisa saya baca")


def test_a_photo_sent_where_words_are_asked_is_not_swallowed() -> None:
    caption = Said(Kind.PHOTO, text="ini rumahnya", media=Media("p"))
    assert wrong(Words(), caption).startswith("Fotonya belum saya simpan.")


def test_a_nik_in_free_words_is_not_read_back_whole() -> None:
    shown = Words().show("Bu Ani, NIK 3526 0845 0782 0003, RT 2", facts()).into(Source())
    assert "35••••••••••••03" in shown
    assert "0845" not in shown
    assert "RT 2" in shown


@pytest.mark.parametrize("text", ["gpp", "gapapa", "wis", "monggo", "silakan", "olle"])
def test_what_allows_is_no_yes_to_a_question_of_fact(text: str) -> None:
    assert isinstance(yes_no().read(Said(text=text), facts(), {}), Wrong)
    assert AGREE.read(Said(text=text), facts(), {}) == Good("ya")


@pytest.mark.parametrize("text", ["3526084507820003", "Pak RT meminta uang. " * 3, "ya"])
def test_nothing_that_was_said_stays_in_memory(text: str) -> None:
    remembered: Any = plain
    assert plain(text) == plain(text)
    assert remembered.cache_info().currsize
    forget()
    assert not remembered.cache_info().currsize


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (f"nik saya {NIK} kk {KK}", True),
        (f"{NIK}\n{KK}", True),
        (f"{NIK} {KK[-6:]}", True),
        (f"kk {KK} nik {NIK}", True),
        (f"{KK[-6:]}, nik {NIK}", True),
        (NIK, False),
        (f"nik {NIK} kk {NIK}", False),
        (f"{NIK} {KK} {KK}", False),
    ],
)
def test_a_nik_and_a_kk_in_one_message_are_both_taken(text: str, *, both: bool) -> None:
    taken = read(ProofNik(), text, {})
    assert (taken == Good(NIK, {"kk_tail": KK[-6:]})) is both
