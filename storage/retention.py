"""What is not kept for ever: each rule is one statement, done in small pieces."""

from __future__ import annotations

from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

DAY = 86_400_000
PIECE = 500
"""Rows in one transaction: the writer is held for a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that goes after a time."""

    name: str
    days: int
    sql: Sql


def _delete(table: str, key: str, where: str) -> Sql:
    return Sql(
        f"DELETE FROM {table} WHERE ({key}) IN "
        f"(SELECT {key} FROM {table} WHERE {where} LIMIT {PIECE})"
    )


def _unwritten(where: str) -> Sql:
    return Sql(
        "UPDATE peka_letter SET fields = NULL, code = NULL, person_id = NULL WHERE id IN "
        f"(SELECT id FROM peka_letter WHERE fields IS NOT NULL AND {where} LIMIT {PIECE})"
    )


RULES = (
    Rule("claims", 8, _delete("peka_claim", "account, message", "at < :before")),
    Rule("failures", 8, _delete("peka_failure", "account, message", "at < :before")),
    Rule("poison", 30, _delete("peka_poison", "id", "at < :before")),
    Rule(
        "early reports",
        7,
        _delete("peka_early_report", "account, platform_id, state", "at < :before"),
    ),
    Rule("admin messages", 30, _delete("peka_admin_message", "id", "done_at < :before")),
    Rule(
        "events",
        30,
        _delete(
            "peka_event",
            "id",
            """made_at < :before AND EXISTS (SELECT 1 FROM peka_event n
                WHERE n.subject = peka_event.subject AND n.id > peka_event.id)""",
        ),
    ),
    Rule("schedules", 400, _delete("peka_schedule", "id", "made_at < :before")),
    Rule("unknown words", 60, _delete("peka_unknown", "id", "at < :before")),
    Rule("codes", 30, _delete("peka_code", "id", "expires_at < :before")),
    # A lock stays while the family is on a list; one that left them long ago needs none.
    Rule(
        "locks",
        730,
        _delete(
            "peka_family_lock",
            "family_id",
            """at < :before AND NOT EXISTS
               (SELECT 1 FROM peka_household h JOIN peka_batch b ON b.id = h.batch_id
                 WHERE h.family_id = peka_family_lock.family_id AND b.state = 'visible'
                   AND b.made_at >= :before)""",
        ),
    ),
    Rule("tries", 2, _delete("peka_try", "asker_index", "at < :before")),
    Rule(
        "bodies",
        7,
        Sql(
            f"""
            UPDATE peka_outbox SET body = NULL WHERE id IN
              (SELECT id FROM peka_outbox
                WHERE body IS NOT NULL AND done_at < :before LIMIT {PIECE})
            """
        ),
    ),
    Rule(
        "unread pages",
        30,
        Sql(
            f"""
            UPDATE peka_outbox
               SET state = 'failed', error = 'never_read', done_at = :now, body = NULL
             WHERE id IN (SELECT id FROM peka_outbox
                           WHERE state = 'queued' AND account IN ('web', 'terminal')
                             AND made_at < :before LIMIT {PIECE})
            """
        ),
    ),
    # What a letter says goes; its number, kind, day and state stay, so that a paper in somebody's
    # hands can still be checked.
    *(
        Rule(name, days, _unwritten(where))
        for name, days, where in (
            ("withdrawn letters", 30, "state = 'dicabut' AND moved_at < :before"),
            ("drafted letters", 90, "state = 'rancangan' AND moved_at < :before"),
            ("letters", 730, "moved_at < :before"),
        )
    ),
    Rule(
        "waiting",
        30,
        Sql(
            f"""
            UPDATE peka_outbox
               SET state = 'failed', error = 'never_read', done_at = :now, body = NULL
             WHERE id IN (SELECT id FROM peka_outbox
                           WHERE state = 'waiting' AND made_at < :before LIMIT {PIECE})
            """
        ),
    ),
    # The body went long before; what is left only says that something was sent, and when.
    Rule("messages", 30, _delete("peka_outbox", "id", "done_at < :before AND body IS NULL")),
    Rule("recipients", 400, _delete("peka_recipient", "id", "at < :before")),
    # What somebody learned two years ago and never took up again.
    Rule("lessons", 730, _delete("peka_lesson_passed", "person_id, lesson", "at < :before")),
    Rule("learners", 730, _delete("peka_learner", "person_id", "seen_at < :before")),
    # Who never agreed, or had everything deleted, and no longer writes: the address goes too.
    Rule(
        "strangers",
        30,
        _delete(
            "peka_person",
            "id",
            """consent_at IS NULL AND staff_id IS NULL AND seen_at < :before
               AND NOT EXISTS (SELECT 1 FROM peka_outbox o WHERE o.person_id = peka_person.id)
               AND NOT EXISTS (SELECT 1 FROM peka_recipient r WHERE r.person_id = peka_person.id)
               AND NOT EXISTS (SELECT 1 FROM peka_link l WHERE l.person_id = peka_person.id)
               AND NOT EXISTS (SELECT 1 FROM peka_evidence e WHERE e.person_id = peka_person.id)
               AND NOT EXISTS (SELECT 1 FROM peka_letter t WHERE t.person_id = peka_person.id)
               AND NOT EXISTS (SELECT 1 FROM peka_code c WHERE c.used_by = peka_person.id)""",
        ),
    ),
)


def apply(unit: Unit, rule: Rule) -> int:
    """Apply one rule to at most :data:`PIECE` rows and tell how many there were."""
    now = ms(unit.now)
    return unit.changed(rule.sql, before=now - rule.days * DAY, now=now)
