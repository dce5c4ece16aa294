"""Put a reply into WhatsApp's forms: text, up to three buttons, a list, or numbered text.  Pure.

Nothing is ever cut off.  Up to three labels of 20 become buttons; else up to ten of 24 become a
list; else the choices stand numbered under the text, and the number is typed.  An explanation
too long for a row is left out there, and stands in full in numbered text.  A text too long to
stand over buttons goes before them in plain messages; only its end carries the buttons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.channel import Button, Reply, Template
from handlers.pieces import pieces, sound, units

TEXT = 4096
BODY = 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_MORE, ROW_ID = 10, 24, 72, 200
CHOOSE = {"id": "Pilih", "en": "Choose"}
"""On the button that opens a list, by language."""


@dataclass(frozen=True, slots=True)
class Form:
    """One message as WhatsApp takes it: its type, and the content under that name."""

    type: str
    content: dict[str, object]


def forms(reply: Reply) -> tuple[Form, ...]:
    """Put a reply into one message or, where it is long, several; none where it is empty."""
    if reply.template is not None:
        return (_template(reply.template),)
    action = _action(reply.buttons, CHOOSE.get(reply.language, CHOOSE["id"]))
    if action is None:
        return tuple(map(_text, pieces(_numbered(reply), TEXT)))
    text = sound(reply.text).strip() or CHOOSE["id"]
    under = pieces(text, BODY)[-1]
    before = pieces(text.removesuffix(under), TEXT)
    return (*map(_text, before), _interactive(under, *action))


def _text(text: str) -> Form:
    return Form("text", {"body": text, "preview_url": False})


def _interactive(text: str, kind: str, action: dict[str, object]) -> Form:
    return Form("interactive", {"type": kind, "body": {"text": text}, "action": action})


def _template(template: Template) -> Form:
    """Name a template and give what it takes: words of its body, and what its buttons carry."""
    words = [{"type": "text", "text": word} for word in template.words]
    body = [{"type": "body", "parameters": words}] if words else []
    taps = [
        {"type": "button", "sub_type": "quick_reply", "index": str(place),
         "parameters": [{"type": "payload", "payload": tap}]}
        for place, tap in enumerate(template.taps)
    ]  # fmt: skip
    named: dict[str, object] = {
        "name": template.name,
        "language": {"code": template.language, "policy": "deterministic"},
    }
    return Form("template", {**named, "components": [*body, *taps]} if words or taps else named)


def _action(buttons: tuple[Button, ...], choose: str) -> tuple[str, dict[str, object]] | None:
    """Choose the form of the choices, or none where they have to be numbered."""
    if not buttons:
        return None
    if _fit(buttons, BUTTONS, BUTTON_TITLE, BUTTON_ID):
        replies = [{"id": one.tap, "title": one.label} for one in buttons]
        return "button", {"buttons": [{"type": "reply", "reply": one} for one in replies]}
    if _fit(buttons, ROWS, ROW_TITLE, ROW_ID):
        return "list", {"button": choose, "sections": [{"rows": [_row(one) for one in buttons]}]}
    return None


def _fit(buttons: tuple[Button, ...], many: int, title: int, tap: int) -> bool:
    """Tell whether WhatsApp takes them: few, short, none empty, none twice."""
    return (
        len(buttons) <= many
        and all(one.label.strip() and units(one.label) <= title for one in buttons)
        and all(one.tap and units(one.tap) <= tap for one in buttons)
        and all(sound(one.label + one.tap) == one.label + one.tap for one in buttons)
        and _all_differ(one.label.strip() for one in buttons)
        and _all_differ(one.tap for one in buttons)
    )


def _all_differ(texts: Iterable[str]) -> bool:
    listed = list(texts)
    return len(set(listed)) == len(listed)


def _row(button: Button) -> dict[str, str]:
    row, more = {"id": button.tap, "title": button.label}, sound(button.more).strip()
    return {**row, "description": more} if more and units(more) <= ROW_MORE else row


def _numbered(reply: Reply) -> str:
    """Write the choices under the text, a line each, with their explanation."""
    lines = [
        f"{number}. {one.label}" + (f" – {one.more}" if one.more.strip() else "")
        for number, one in enumerate(reply.buttons, 1)
    ]
    return "\n\n".join(part for part in (reply.text.strip(), "\n".join(lines)) if part)
