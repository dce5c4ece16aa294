"""A card in other hands: what each answer turns into."""

import pytest

from bansos.cases import AccusedRole, CaseKind
from conversations.book import BOOK
from conversations.danger.held import ways_outside
from conversations.facts import Office
from conversations.helping.help import OpenHelp
from conversations.said import Kind, Said
from conversations.text import Source
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import facts

PLACE = ("sepulu", "labuhan")


def told(*lines: str) -> Chat:
    chat = Chat(BOOK, facts(), desk(), load)
    chat.hear(Said(Kind.TAP, tap=">kartu_dipegang"))
    for line in lines:
        chat.say(line)
    return chat


def opened(chat: Chat) -> OpenHelp:
    (command,) = chat.commands
    assert isinstance(command, OpenHelp)
    assert command.kind is CaseKind.KARTU
    return command


@pytest.mark.parametrize(
    ("holder", "more", "role"),
    [
        ("pendamping", (), AccusedRole.PENDAMPING),
        ("ketua kelompok", (), AccusedRole.KETUA_KELOMPOK),
        ("perangkat desa", (), AccusedRole.PERANGKAT_DESA),
        ("agen atau warung", (), AccusedRole.AGEN),
        ("suami", ("bukan kemauan saya",), AccusedRole.NONE),
        ("orang lain", ("bukan petugas",), AccusedRole.NONE),
        ("orang lain", ("operator desa",), AccusedRole.OPERATOR_DESA),
        ("orang lain", ("tksk",), AccusedRole.TKSK),
        ("orang lain", ("pegawai dinsos",), AccusedRole.PEGAWAI_DINSOS),
    ],
)
def test_who_holds_the_card_decides_who_does_not_see_it(
    holder: str, more: tuple[str, ...], role: AccusedRole
) -> None:
    chat = told(holder, *more, "setahun", "aman", *PLACE, "lewati", "juga ke polisi")
    command = opened(chat)
    assert command.accused is role
    assert command.safe
    assert (command.district, command.village) == ("35.26.08", "35.26.08.2012")
    assert command.held is not None
    assert (command.held.since, command.held.route) == ("tahun", "polres")


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("ketua sama pendamping", (AccusedRole.PENDAMPING, AccusedRole.KETUA_KELOMPOK)),
        ("pendamping dan bu ketua", (AccusedRole.PENDAMPING, AccusedRole.KETUA_KELOMPOK)),
        ("pak kades sama agen brilink", (AccusedRole.PERANGKAT_DESA, AccusedRole.AGEN)),
        ("ketua", (AccusedRole.KETUA_KELOMPOK,)),
    ],
)
def test_whoever_is_named_together_is_left_out_together(
    said: str, roles: tuple[AccusedRole, ...]
) -> None:
    command = opened(told(said, "setahun", "aman", *PLACE, "lewati", "cukup"))
    assert (command.accused, *command.also_accused) == roles
    assert command.held is not None
    assert command.held.holder == ",".join(roles)


def test_help_of_the_family_by_one_s_own_wish_is_no_case() -> None:
    chat = told("keluarga", "ya")
    assert chat.commands == []
    assert "Keluarga boleh membantu" in chat.text


@pytest.mark.parametrize(("answer", "letter"), [("tanpa surat", False), ("kirim surat", True)])
def test_whoever_is_not_safe_decides_about_the_letter(*, answer: str, letter: bool) -> None:
    chat = told("pendamping", "sejak lebaran", "jangan hubungi", *PLACE, "lewati", "171")
    assert chat.commands == [], "the letter is asked about first"
    chat.say(answer)
    command = opened(chat)
    assert command.held is not None
    assert (command.safe, command.held.letter, command.held.since) == (
        False,
        letter,
        "sejak lebaran",
    )


@pytest.mark.parametrize(
    ("office", "told_", "untold"),
    [
        (Office(), ("021-171", "datang ke kantor Polres", "12 November 2025"), ("Polres):",)),
        (Office(police="0352-1"), ("Polisi (Polres): 0352-1",), ("kantor Polres",)),
        (Office(prosecutor="0352-2"), ("Kejaksaan Negeri: 0352-2",), ("ke kantor Kejaksaan",)),
    ],
)
def test_a_number_is_told_only_where_the_office_has_set_it(
    office: Office, told_: tuple[str, ...], untold: tuple[str, ...]
) -> None:
    text = ways_outside(office).into(Source())
    assert all(part in text for part in told_), text
    assert not any(part in text for part in untold), text
