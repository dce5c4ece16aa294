"""Read what WhatsApp says about our own account: templates, limits, restrictions.  Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from handlers.channel import Note
from handlers.whatsapp.items import Json, digest, list_in, name_in, object_in, text_in

Said = dict[str, str]
STATES = {
    "flagged": "approved",
    "reinstated": "approved",
    "unpaused": "approved",
    "deleted": "missing",
    "pending_deletion": "missing",
    "in_appeal": "pending",
    "limit_exceeded": "disabled",
}
"""What an event makes of a template, where it is not a state of that name itself."""
BAD_STATES = frozenset({"rejected", "paused", "disabled", "missing"})
BAD_EVENTS = frozenset({"FLAGGED", "DOWNGRADE"})


def read_note(field: str, value: Json, account: str, around: Json) -> Note:
    """Read one change of a field in :data:`FIELDS`; ``around`` is its entry."""
    kind, said, alert = FIELDS[field](value)
    known = digest([field, dict(value), around.get("id"), around.get("time")])
    return Note(account, known, kind, tuple(said.items()), alert=alert, at=_time(around))


def _time(around: Json) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(around.get("time"))), UTC)
    except (ValueError, OverflowError, OSError):
        return None


Read = tuple[str, Said, bool]


LONGEST_LANGUAGE = 15
"""Letters of the longest code of a language that Meta knows."""


def _template(value: Json) -> Said:
    language = text_in(value, "message_template_language")
    known = language.isascii() and len(language) <= LONGEST_LANGUAGE
    return {
        "name": name_in(value, "message_template_name"),
        "language": language if known else "strange",
    }


def _state(value: Json) -> Read:
    event = name_in(value, "event").lower()
    state = STATES.get(event, event)
    said = {**_template(value), "state": state, "reason": name_in(value, "reason").lower()}
    return "template.state", said, state in BAD_STATES or event == "flagged"


def _quality(value: Json) -> Read:
    quality = name_in(value, "new_quality_score").lower()
    return "template.quality", {**_template(value), "quality": quality}, quality == "red"


def _category(value: Json) -> Read:
    category = name_in(value, "new_category").lower()
    changed = "previous_category" in value or "correct_category" not in value
    return "template.category", {**_template(value), "category": category}, changed


def _number(value: Json) -> Read:
    event = name_in(value, "event")
    limit = name_in(value, "current_limit")
    return "account.quality", {"event": event, "limit": limit}, event in BAD_EVENTS


def _capability(value: Json) -> Read:
    given = value.get("max_daily_conversations_per_business")
    given = value.get("max_daily_conversation_per_phone") if given is None else given
    plain = isinstance(given, int) and not isinstance(given, bool)
    limit = str(given) if plain else name_in(value, "max_daily_conversations_per_business")
    return "account.limit", {"limit": limit}, False


def _account(value: Json) -> Read:
    event = name_in(value, "event")
    said: Said = {"event": event}
    kinds = [one for one in list_in(value, "restriction_info") if isinstance(one, dict)]
    if kinds:
        said["restriction"] = "+".join(name_in(one, "restriction_type") for one in kinds[:5])
        ends = [one["expiration"] for one in kinds if isinstance(one.get("expiration"), int)]
        said["until"] = str(max(ends, default=0))
    if ban := object_in(value, "ban_info"):
        said["ban"] = name_in(ban, "waba_ban_state")
    if violation := object_in(value, "violation_info"):
        said["violation"] = name_in(violation, "violation_type")
    bad = event in BAD_ACCOUNT and said.get("ban") != "REINSTATE"
    return "account.update", said, bad


BAD_ACCOUNT = frozenset(
    {
        "ACCOUNT_RESTRICTION",
        "ACCOUNT_VIOLATION",
        "DISABLED_UPDATE",
        "ACCOUNT_DELETED",
        "ACCOUNT_OFFBOARDED",
    }
)


def _alert(value: Json) -> Read:
    info = object_in(value, "alert_info") or value
    severity = name_in(info, "alert_severity")
    said = {"event": name_in(info, "alert_type"), "severity": severity}
    return "account.alert", said, severity in {"CRITICAL", "WARNING"}


def _review(value: Json) -> Read:
    decision = name_in(value, "decision")
    return "account.review", {"decision": decision}, decision == "REJECTED"


FIELDS: dict[str, Callable[[Json], Read]] = {
    "message_template_status_update": _state,
    "message_template_quality_update": _quality,
    "template_category_update": _category,
    "phone_number_quality_update": _number,
    "business_capability_update": _capability,
    "account_update": _account,
    "account_alerts": _alert,
    "account_review_update": _review,
}
