"""Read a template as the account's list has it.  Pure."""

from __future__ import annotations

import re

from handlers.whatsapp.items import Json, list_in, name_in, object_in, text_in
from storage.templates import AccountTemplate

VARIABLE = re.compile(r"\{\{ *(\w+) *\}\}")
LONGEST = 1024


def listed(item: Json) -> AccountTemplate:
    """Read one entry; what is not as promised is called strange and never used."""
    body = _body(item)
    return AccountTemplate(
        name=name_in(item, "name"),
        language=text_in(item, "language")[:15] or "strange",
        category=name_in(item, "category").lower(),
        state=name_in(item, "status").lower(),
        body=body[:LONGEST],
        parameters=tuple(dict.fromkeys(VARIABLE.findall(body))),
        quality=name_in(object_in(item, "quality_score"), "score").lower(),
    )


def _body(item: Json) -> str:
    parts = [one for one in list_in(item, "components") if isinstance(one, dict)]
    bodies = [one for one in parts if text_in(one, "type").upper() == "BODY"]
    return text_in(bodies[0], "text") if bodies else ""
