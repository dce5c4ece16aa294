"""Recorded deliveries of other projects: our reading beside pywa's.

pywa reads one item of a body and wants a `user_id` beside each, so it gets every item as a body of
its own, with the id put in where a body is older than those ids.  Where it decodes an item, it and
the neutral message agree; the items that it refuses are listed here.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pywa.client import WhatsApp as Pywa
from pywa.types.base_update import RawUpdate
from pywa.types.callback import CallbackButton, CallbackSelection
from pywa.types.flows import FlowCompletion
from pywa.types.message import EditedMessage
from pywa.types.message import Message as Theirs

from conversations.said import Kind, Said
from handlers.channel import Message, Undecodable
from handlers.whatsapp.items import IGNORED_TYPES
from handlers.whatsapp.reading import decode
from tests.conftest import DELIVERIES, Replayed

RECORDED = sorted((DELIVERIES / "whatsapp").glob("*.json"))
REFUSED_BY_PYWA = {
    # no `type` in the second message
    "piusalfred__testlistener_handlenotification_multiplechangeva_2",
    # a list reply without the message it answers
    "netflie__a_list_notification",
    "piusalfred__testlistener_handlenotification_listreply",
    # an error without a message
    "netflie__an_unknown_notification",
    "piusalfred__testlistener_handlenotification_deletedmessageun",
}
HEARD = {
    "netflie__a_text_notification": [(Kind.TEXT, "MESSAGE_BODY")],
    "netflie__multiple_text_notification": [
        (Kind.TEXT, "MESSAGE_BODY"),
        (Kind.TEXT, "MESSAGE_BODY2"),
    ],
    "netflie__an_image_notification": [(Kind.PHOTO, "CAPTION_TEXT")],
    "piusalfred__testlistener_handlenotification_multiplechangeva_2": [
        (Kind.TEXT, "Hello from a text message!"),
        (Kind.LOCATION, ""),
        (Kind.OTHER, ""),
    ],
    "pywa__callback_button__button": [(Kind.TAP, "callback_data")],
    "pywa__callback_button__quick_reply": [(Kind.TAP, "callback_data")],
    "pywa__callback_selection__callback": [(Kind.TAP, "callback_data")],
    "pywa__edited_message__image": [(Kind.EDITED, "Updated image caption")],
    "pywa__message__document": [(Kind.DOCUMENT, "caption")],
    "pywa__message__order": [(Kind.OTHER, "")],
    "pywa__message__reaction": [],
    "pywa__message__voice": [(Kind.VOICE, "")],
}
"""Some whose kind is beyond doubt, so that "all ignored" would not pass for agreement."""
KINDS = {
    "text": Kind.TEXT,
    "image": Kind.PHOTO,
    "document": Kind.DOCUMENT,
    "audio": Kind.VOICE,
    "location": Kind.LOCATION,
}


class Heard(NamedTuple):
    """What both can say of a message."""

    sender: str
    id: str
    kind: Kind
    text: str
    tap: str
    media: tuple[str, str, str]
    spot: tuple[float, float] | None


@pytest.fixture(scope="module")
def pywa() -> Iterator[Pywa]:
    with httpx.Client() as session:
        yield Pywa(phone_id="1", token="t", session=session)


def phone_id_of(body: Any) -> str:  # noqa: ANN401 - any JSON
    """The number a body is for, wherever it stands; these bodies are for many."""
    if isinstance(body, dict):
        found = body.get("phone_number_id") or next(
            filter(None, map(phone_id_of, body.values())), ""
        )
        return str(found)
    if isinstance(body, list):
        return next(filter(None, map(phone_id_of, body)), "")
    return ""


def singles(body: Any) -> Iterator[bytes]:  # noqa: ANN401 - any JSON
    """Every message of a body as a body of its own, its contact with a user id."""
    for entry in body["entry"]:
        for change in entry["changes"]:
            for item in change["value"].get("messages", ()):
                value = {**copy.deepcopy(change["value"]), "messages": [item]}
                for number, contact in enumerate(value.get("contacts", ())):
                    contact.setdefault("user_id", f"ID.{number + 1}")
                alone = {**entry, "changes": [{**change, "value": value}]}
                yield json.dumps({**body, "entry": [alone]}).encode()


def pywa_hears(client: Pywa, raw: bytes) -> Heard:
    """Decode as pywa does after its dispatcher; raises whatever pywa raises."""
    update = RawUpdate(raw, hmac_header=None, update_hash="")
    item = update.value["messages"][0]
    kind = item["type"]
    tapped = item.get("interactive", {}).get("type")
    if tapped == "list_reply":
        chosen = CallbackSelection.from_update(client, update)
        return Heard(chosen.from_user.bsuid, chosen.id, Kind.TAP, "", chosen.data, NO_FILE, None)
    if kind == "button" or tapped == "button_reply":
        pushed = CallbackButton.from_update(client, update)
        return Heard(pushed.from_user.bsuid, pushed.id, Kind.TAP, "", pushed.data, NO_FILE, None)
    if tapped == "nfm_reply":
        form = FlowCompletion.from_update(client, update)
        return Heard(form.from_user.bsuid, form.id, Kind.OTHER, "", "", NO_FILE, None)
    if kind == "edit":
        edit = EditedMessage.from_update(client, update)
        words = edit.message.text or edit.message.caption or ""
        return Heard(edit.from_user.bsuid, edit.id, Kind.EDITED, words, "", NO_FILE, None)
    return _message(Theirs.from_update(client, update))


NO_FILE = ("", "", "")


def _message(message: Theirs) -> Heard:
    file = message.media
    name = getattr(file, "filename", None) or ""
    place = message.location
    return Heard(
        message.from_user.bsuid,
        message.id,
        KINDS.get(str(message.type.value), Kind.OTHER),
        message.text or message.caption or "",
        "",
        (str(file.id), file.mime_type, name) if file else NO_FILE,
        (place.latitude, place.longitude) if place else None,
    )


def peka_hears(message: Message) -> Heard:
    said = message.said
    file = said.media
    return Heard(
        message.address,
        message.id,
        said.kind,
        said.text,
        said.tap,
        (file.ref, file.mime, file.name) if file else NO_FILE,
        (said.spot.latitude, said.spot.longitude) if said.spot else None,
    )


def content(said: Said) -> tuple[Kind, str]:
    return said.kind, said.tap or said.text


@pytest.mark.parametrize("path", RECORDED, ids=[path.stem for path in RECORDED])
def test_every_recorded_body_is_read(path: Path, replayed: Replayed) -> None:
    raw = path.read_bytes()
    delivery = decode(raw, phone_id_of(json.loads(raw)))
    replayed.one()
    if path.stem in HEARD:
        assert [content(message.said) for message in delivery.messages] == HEARD[path.stem]


@pytest.mark.parametrize("path", RECORDED, ids=[path.stem for path in RECORDED])
def test_the_smallest_damage_never_escapes(path: Path) -> None:
    """Every value in turn is replaced by something of another type."""
    body = json.loads(path.read_bytes())
    for damaged in damages(body):
        raw = json.dumps(damaged).encode()
        try:
            decode(raw, phone_id_of(body))
        except Undecodable:
            continue


def damages(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """The same JSON with one value gone wrong, for every value."""
    yield from (None, [], {}, 7, "x")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            yield from ({**value, key: damaged} for damaged in damages(inner))
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from ([*value[:place], one, *value[place + 1 :]] for one in damages(inner))


def test_pywa_agrees(pywa: Pywa, deliveries: Path) -> None:
    assert deliveries.is_dir()
    refused, agreed = set(), 0
    for path in RECORDED:
        body = json.loads(path.read_bytes())
        for raw in singles(body) if "entry" in body else ():
            found = decode(raw, phone_id_of(body)).messages
            item = json.loads(raw)["entry"][0]["changes"][0]["value"]["messages"][0]
            if item.get("type") in IGNORED_TYPES | {"system"} or not found:
                continue
            try:
                theirs = pywa_hears(pywa, raw)
            except (LookupError, TypeError, ValueError):
                refused.add(path.stem)
                continue
            assert peka_hears(found[0]) == theirs, path.stem
            agreed += 1
    assert refused == REFUSED_BY_PYWA
    assert agreed > 35
