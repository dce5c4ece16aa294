"""Reading webhook bodies, and judging who sent them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.said import Kind
from handlers.channel import Delivery, Presence, Undecodable
from handlers.whatsapp.adapter import WhatsApp
from handlers.whatsapp.reading import decode
from tests.fakes.whatsapp import FakeWhatsApp

OURS = Path(__file__).parent.parent / "deliveries" / "whatsapp"
PHONE_ID = "106540352242922"
SITI, BUDI = "6281234500001", "6281234500002"


def deliver(name: str) -> Delivery:
    return decode((OURS / f"{name}.json").read_bytes(), PHONE_ID)


def heard(delivery: Delivery) -> list[tuple[str, str]]:
    return [(message.address, message.said.text) for message in delivery.messages]


# Who

SENDERS = {
    "phone_only": (SITI, (), SITI),
    "phone_and_user_id": ("ID.111", (SITI,), SITI),
    "user_id_only": ("ID.333", (), ""),
    "no_contacts": (SITI, (), SITI),
}


@pytest.mark.parametrize(("name", "who"), SENDERS.items())
def test_the_sender_by_user_id_else_by_number(
    name: str, who: tuple[str, tuple[str, ...], str]
) -> None:
    (message,) = deliver(name).messages
    assert (message.address, message.aliases, message.phone) == who
    assert (message.account, message.id) == (f"whatsapp:{PHONE_ID}", "wamid.1")
    assert message.said.reply_to == "wamid.1"
    assert message.at
    assert message.at.timestamp() == 1_750_000_000


def test_a_message_is_never_put_down_to_another_person() -> None:
    assert heard(deliver("contacts_in_another_order")) == [
        ("ID.111", "saya Siti"),
        ("ID.222", "saya Budi"),
    ]
    assert heard(deliver("a_contact_is_missing")) == [("ID.111", "saya Siti"), (BUDI, "saya Budi")]


# What

KINDS: dict[str, list[tuple[Kind, str]]] = {
    "own_contact": [(Kind.CONTACT, "")],
    "anothers_contact": [(Kind.OTHER, "")],
    "unstorable_text": [(Kind.TEXT, "ab?")],
    "edited_text": [(Kind.EDITED, "yang benar")],
    "location": [(Kind.LOCATION, "")],
    "tomorrows_kind": [(Kind.OTHER, "")],
    "audio": [(Kind.VOICE, "")],
    "video": [(Kind.OTHER, "lihat ini")],
    "sticker": [(Kind.OTHER, "")],
    "order": [(Kind.OTHER, "")],
    "form_filled_in": [(Kind.OTHER, "")],
    "unsupported": [(Kind.OTHER, "")],
    "template_button": [(Kind.TAP, ">kabar_baca")],
    "template_button_without_payload": [(Kind.TEXT, "Baca")],
}


@pytest.mark.parametrize(("name", "wanted"), KINDS.items())
def test_what_was_said(name: str, wanted: list[tuple[Kind, str]]) -> None:
    delivery = deliver(name)
    said = [one.said for one in delivery.messages]
    assert [(one.kind, one.tap or one.text) for one in said] == wanted
    assert not delivery.odd


def test_an_endless_text_is_cut() -> None:
    raw = (OURS / "phone_only.json").read_bytes().replace(b"halo", b"halo" * 10_000)
    (message,) = decode(raw, PHONE_ID).messages
    assert message.said.text == "halo" * 1024


def test_a_number_is_taken_from_ones_own_card_only() -> None:
    assert deliver("own_contact").messages[0].said.phone == SITI
    assert deliver("anothers_contact").messages[0].said.phone == ""


IGNORED = {
    "another_phone": "other_phone",
    "another_object": "object",
    "group": "group",
    "reaction": "reaction",
    "deleted": "revoke",
    "system_of_tomorrow": "system:user_changed_hat",
    "calls": "calls",
}


@pytest.mark.parametrize(("name", "why"), IGNORED.items())
def test_what_is_left_alone_is_named(name: str, why: str) -> None:
    assert deliver(name) == Delivery(ignored=(why,))


def test_one_bad_item_among_ten_costs_the_others_nothing() -> None:
    delivery = deliver("ten_with_a_bad_one")
    assert [message.id for message in delivery.messages] == [
        f"wamid.{n}" for n in range(10) if n != 4
    ]
    (odd,) = delivery.odd
    assert (odd.id, odd.reason) == ("wamid.4", "text without body")
    assert decode(odd.raw, PHONE_ID) == Delivery(odd=(odd,))


def test_what_was_odd_can_be_played_again_once_it_is_understood() -> None:
    (odd,) = deliver("ten_with_a_bad_one").odd
    (message,) = decode(odd.raw.replace(b'"corpus"', b'"body"'), PHONE_ID).messages
    assert (message.address, message.id, message.said.text) == ("ID.111", "wamid.4", "?")


def test_every_entry_and_every_list_is_read() -> None:
    delivery = deliver("two_entries_and_a_status")
    assert heard(delivery) == [("ID.111", "satu"), ("ID.222", "dua")]
    assert [(one.state, one.outbox) for one in delivery.reports] == [("delivered", 41)]


@pytest.mark.parametrize("name", ["nobody", "no_place_on_earth"])
def test_what_cannot_be_is_odd(name: str) -> None:
    delivery = deliver(name)
    assert len(delivery.odd) == 1
    assert not delivery.messages


def test_without_an_id_a_digest_knows_the_message_again() -> None:
    first, second = (deliver("no_wamid").messages[0].id for _ in range(2))
    assert first == second
    assert first.startswith("digest:")


def test_wrong_shapes_are_odd_one_by_one() -> None:
    assert [odd.reason for odd in deliver("lists_where_objects_belong").odd] == [
        "no entry",
        "no entry",
        "no change",
        "no change",
        "no change",
        "no entry",
    ]
    assert deliver("no_entry") == Delivery()


# News that nobody said


def test_statuses_only_say_what_they_say() -> None:
    delivery = deliver("statuses")
    assert [(one.state, one.outbox, one.error) for one in delivery.reports] == [
        ("sent", 41, ""),
        ("delivered", 41, ""),
        ("read", None, ""),
        ("read", 41, ""),
        ("failed", 41, "131047"),
        ("sent", None, ""),
        ("sent", None, ""),
    ]
    assert delivery.ignored == ("status:deleted",)


NOTES: dict[str, tuple[str, dict[str, str], bool]] = {
    "template_paused": (
        "template.state",
        {"name": "peka_kabar", "language": "id", "state": "paused", "reason": "none"},
        True,
    ),
    "template_approved": (
        "template.state",
        {"name": "peka_kabar", "language": "id", "state": "approved", "reason": "none"},
        False,
    ),
    "template_red": (
        "template.quality",
        {"name": "peka_edukasi", "language": "id", "quality": "red"},
        True,
    ),
    "template_now_marketing": (
        "template.category",
        {"name": "peka_kabar", "language": "id", "category": "marketing"},
        True,
    ),
    "number_flagged": ("account.quality", {"event": "FLAGGED", "limit": "TIER_2K"}, True),
    "number_upgraded": ("account.quality", {"event": "UPGRADE", "limit": "TIER_10K"}, False),
    "capability": ("account.limit", {"limit": "2000"}, False),
    "account_restricted": (
        "account.update",
        {
            "event": "ACCOUNT_RESTRICTION",
            "restriction": "RESTRICTED_BIZ_INITIATED_MESSAGING",
            "until": "1751000000",
        },
        True,
    ),
    "account_banned": ("account.update", {"event": "DISABLED_UPDATE", "ban": "DISABLE"}, True),
    "account_reinstated": (
        "account.update",
        {"event": "DISABLED_UPDATE", "ban": "REINSTATE"},
        False,
    ),
    "account_alert": (
        "account.alert",
        {"event": "OBA_APPROVED", "severity": "INFORMATIONAL"},
        False,
    ),
    "account_alert_of_nonsense": (
        "account.alert",
        {"event": "strange", "severity": "strange"},
        False,
    ),
}


@pytest.mark.parametrize(("name", "wanted"), NOTES.items())
def test_words_about_our_own_account(name: str, wanted: tuple[str, dict[str, str], bool]) -> None:
    (note,) = deliver(name).notes
    assert (note.kind, dict(note.said), note.alert) == wanted
    assert note.account == f"whatsapp:{PHONE_ID}"
    assert note.id == deliver(name).notes[0].id


def test_another_account_is_left_alone() -> None:
    raw = (OURS / "template_paused.json").read_bytes()
    assert decode(raw, PHONE_ID, "1").ignored == ("other_account",)
    assert decode(raw, PHONE_ID, "102290129340398").notes


SIGNALS = {
    "identity_changed": [("ID.111", Presence.NUMBER_CHANGED, (SITI,))],
    "number_changed": [(SITI, Presence.NUMBER_CHANGED, ())],
    "stop_and_resume": [
        ("ID.111", Presence.STOP_EDUCATION, (SITI,)),
        ("ID.222", Presence.RESUME_EDUCATION, (BUDI,)),
    ],
}


@pytest.mark.parametrize(("name", "wanted"), SIGNALS.items())
def test_news_about_an_address(
    name: str, wanted: list[tuple[str, Presence, tuple[str, ...]]]
) -> None:
    signals = deliver(name).signals
    assert [(one.address, one.presence, one.aliases) for one in signals] == wanted
    assert len({one.id for one in signals}) == len(signals)


# Whatever comes


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b'{"entry": {}}',
        b'{"entry":' + b"[" * 100_000,
        b'{"entry":[' + b"9" * 5_000 + b"]}",
    ],
)
def test_what_is_no_body_is_undecodable(raw: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(raw, PHONE_ID)


@pytest.mark.parametrize("depth", [50, 500, 900, 990, 2_000])
def test_depth_never_escapes(depth: int) -> None:
    deep: Any = b"[" * depth + b"]" * depth
    value = b'{"messages":[{"type":"text","text":' + deep + b"}]}"
    raw = b'{"entry":[{"changes":[{"field":"messages","value":' + value + b"}]}]}"
    try:
        assert decode(raw, PHONE_ID).odd
    except Undecodable:
        assert depth > 500


WORDS = [
    *("object", "entry", "changes", "field", "value", "messages", "statuses", "contacts"),
    *("metadata", "phone_number_id", "user_preferences", "type", "text", "body", "interactive"),
    *("button_reply", "list_reply", "id", "from", "from_user_id", "wa_id", "user_id", "system"),
    *("image", "location", "latitude", "longitude", "edit", "message", "phones", "timestamp"),
    *("status", "errors", "code", "biz_opaque_callback_data", "customer", "payload", "button"),
]
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        [*WORDS, "sent", "failed", "stop", "user_changed_number", PHONE_ID, "\ud83d\0"]
    ),
)
JSON = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)
    ),
    max_leaves=25,
)


@given(item=JSON, key=st.sampled_from(["messages", "statuses", "user_preferences"]))
def test_any_item_is_read_or_kept(item: object, key: str) -> None:
    field = "user_preferences" if key == "user_preferences" else "messages"
    value = {"metadata": {"phone_number_id": PHONE_ID}, key: [item]}
    body = {"entry": [{"changes": [{"field": field, "value": value}]}]}
    found = decode(json.dumps(body).encode(), PHONE_ID)
    kept = (found.messages, found.signals, found.reports, found.odd, found.ignored)
    assert sum(map(len, kept)) == 1
    for message in found.messages:
        message.said.text.encode()
        assert message.address
        assert message.id


@given(JSON)
def test_any_json_is_read_or_undecodable(body: object) -> None:
    try:
        decode(json.dumps(body).encode(), PHONE_ID)
    except Undecodable:
        assert not isinstance(body, dict) or not isinstance(body.get("entry", []), list)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_undecodable(raw: bytes) -> None:
    try:
        decode(raw, PHONE_ID)
    except Undecodable:
        return


# Is it Meta?


@pytest.fixture(scope="module")
def fake() -> FakeWhatsApp:
    return FakeWhatsApp()


@pytest.fixture(scope="module")
def whatsapp(fake: FakeWhatsApp) -> WhatsApp:
    return WhatsApp(**{**fake.access, "api": "https://graph.facebook.com"})


def test_only_the_signature_over_these_very_bytes_is_authentic(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    hook = fake.person(SITI).says("péta/halo")
    assert whatsapp.authentic(hook.headers, hook.raw)
    assert whatsapp.authentic({key.lower(): val for key, val in hook.headers.items()}, hook.raw)
    assert not whatsapp.authentic(hook.headers, hook.raw + b" ")
    assert not whatsapp.authentic(hook.headers, json.dumps(hook.body).encode())


@pytest.mark.parametrize(
    "given", ["", "sha256=", "sha1=00", "x" * 71, "sha256=é\ud83d\0", "=" * 9000]
)
def test_a_strange_signature_is_not_authentic(whatsapp: WhatsApp, given: str) -> None:
    assert not whatsapp.authentic({"X-Hub-Signature-256": given}, b"{}")
    assert not whatsapp.authentic({}, b"{}")


def test_without_a_secret_nothing_is_authentic(fake: FakeWhatsApp) -> None:
    fake = FakeWhatsApp()
    open_door = WhatsApp(**{**fake.access, "app_secret": "", "api": "https://graph.facebook.com"})
    fake.app_secret = ""
    hook = fake.person(SITI).says("halo")
    assert not open_door.authentic(hook.headers, hook.raw)


HANDSHAKES = [
    ({"hub.mode": "subscribe", "hub.verify_token": "made-up-verify-token"}, "1158201444"),
    ({"hub.mode": "subscribe", "hub.verify_token": "wrong"}, None),
    ({"hub.mode": "subscribe", "hub.verify_token": "é\ud83d"}, None),
    ({"hub.mode": "subscribe"}, None),
    ({"hub.mode": "other", "hub.verify_token": "made-up-verify-token"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("query", "answer"), HANDSHAKES)
def test_the_handshake_is_for_those_who_know_the_word(
    whatsapp: WhatsApp, query: dict[str, str], answer: str | None
) -> None:
    assert whatsapp.handshake({**query, "hub.challenge": "1158201444"}) == answer
