"""Coarse durable work on DBOS: nightly tidying, and what falls due by itself.

Nothing that a person waits for runs here.  Workflows are given ids and names, never personal
data; the version is pinned, so that a deploy goes on with what the release before began.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS, DBOSConfig

from handlers.ageing import age
from handlers.deadlines import DEADLINES
from storage import retention

if TYPE_CHECKING:
    from bot.house import House

log = structlog.get_logger()

VERSION = "1"
"""Rises only when a workflow's steps change so that an old one cannot go on."""
NIGHTLY = "30 2 * * *"
OFTEN = "*/5 * * * *"
"""How often what falls due is looked at: a pause of days may end five minutes late."""
HISTORY = timedelta(days=14)
"""How long DBOS keeps what it has done."""
_house: list[House] = []
"""The house of this process: DBOS registers functions for a process, not for an object."""


@DBOS.step()
def keep_to(name: str) -> int:
    """Apply one rule of retention to the end, in pieces that hold the writer for milliseconds."""
    rule = next(one for one in retention.RULES if one.name == name)
    total = 0
    while count := _house[0].writer.do_now(lambda unit: retention.apply(unit, rule)):
        total += count
    return total


@DBOS.step()
def let_talks_age() -> int:
    """Put away what people left open and never came back to."""
    house, rounds = _house[0], 0
    after: int | None = 0
    while after is not None:
        after = house.writer.do_now(partial(age, book=house.turns.book, after=after))
        rounds += 1
    return rounds


@DBOS.step()
def forget_history() -> int:
    """Delete the records of workflows that ended long ago."""
    before = (datetime.now().astimezone() - HISTORY).isoformat()
    old = [one.workflow_id for one in DBOS.list_workflows(end_time=before, limit=1000)]
    if old:
        DBOS.delete_workflows(old)
    return len(old)


@DBOS.workflow()
def tidy(_scheduled: datetime, _context: object) -> None:
    """Apply every rule of retention, each a step of its own."""
    gone = {rule.name: keep_to(rule.name) for rule in retention.RULES}
    let_talks_age()
    gone["workflows"] = forget_history()
    log.info("retention.done", **{name.replace(" ", "_"): count for name, count in gone.items()})


@DBOS.step()
def meet_deadline(name: str) -> int:
    """Do what has fallen due under one name, in pieces that hold the writer for milliseconds."""
    return _house[0].turns.fall_due_now(name)


@DBOS.workflow()
def meet_deadlines(_scheduled: datetime, _context: object) -> None:
    """Do everything that has fallen due; one that fails does not hold up the others."""
    for name in DEADLINES:
        try:
            meet_deadline(name)
        except Exception as fault:
            log.error("deadline.failed", deadline=name, exc_info=fault)  # noqa: TRY400 - places only


SCHEDULES = (("tidy", tidy, NIGHTLY), ("deadlines", meet_deadlines, OFTEN))


@contextmanager
def working(house: House) -> Iterator[None]:
    """Run DBOS on the house's own database for as long as the block lasts."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
    config: DBOSConfig = {
        "name": "peka",
        "system_database_url": house.settings.url,
        "application_version": VERSION,
        "executor_id": house.settings.slot,
        "log_level": "WARNING",
        "run_migrations": True,
    }
    _house[:] = [house]
    DBOS(config=config)
    DBOS.launch()
    DBOS.apply_schedules(
        [
            {"schedule_name": name, "workflow_fn": work, "schedule": when, "context": None}
            for name, work, when in SCHEDULES
        ]
    )
    try:
        yield
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=5)
        _house.clear()
