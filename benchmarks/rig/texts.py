"""The talk that every contender is given, as Telegram would post it."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"  # noqa: S105 - made up
SECRET = "only_the_benchmark_knows_this"  # noqa: S105 - made up
TALK = (
    "/lapor",
    "1",
    "Desa Kelbung, dekat pasar lama",
    "Pak Budi di sebelah balai desa, rumahnya dua lantai tapi masih dapat sembako",
    "2",
)
"""Begin, and the answers to the four questions."""
_update_ids = itertools.count(int(time.time()) % 1_000_000 * 1_000)


def talk(person: int) -> Iterator[bytes]:
    """Give one person's whole talk as HTTP requests, each with a fresh update id."""
    for number, text in enumerate(TALK, 1):
        yield request(update(person, number, text))


def update(person: int, number: int, text: str) -> bytes:
    """Give one text message as Telegram's update."""
    chat = {"id": person, "first_name": "Siti", "username": f"siti{person}", "type": "private"}
    message: dict[str, object] = {
        "message_id": number,
        "from": {
            "id": person,
            "is_bot": False,
            "first_name": "Siti",
            "username": f"siti{person}",
            "language_code": "id",
        },
        "chat": chat,
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
    return json.dumps({"update_id": next(_update_ids), "message": message}).encode()


def request(body: bytes) -> bytes:
    """Put a body into the request that Telegram would make."""
    return (
        b"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: %b\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (SECRET.encode(), len(body), body)
    )


def talks(persons: Iterable[int]) -> Iterator[bytes]:
    """Give talk after talk."""
    for person in persons:
        yield from talk(person)
