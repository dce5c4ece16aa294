"""Coarse durable work on DBOS: nightly tidying, and what falls due by itself.

Nothing that a person waits for runs here.  Workflows are given ids and names, never personal
data; the version is pinned, so that a deploy goes on with what the release before began.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig

from handlers.ageing import age
from handlers.broadcasts import JOB
from handlers.deadlines import DEADLINES
from storage import broadcasts, retention
from storage.unit import Unit, no_job

if TYPE_CHECKING:
    from bot.house import House

log = structlog.get_logger()

VERSION = "1"
"""Rises only when a workflow's steps change so that an old one cannot go on."""
NIGHTLY = "30 2 * * *"
OFTEN = "*/5 * * * *"
"""How often what falls due is looked at: a pause of days may end five minutes late."""
QUEUE = "broadcasts"
SPELL_SECONDS, BREATH_SECONDS = 30.0, 0.1
"""How long one step works on a broadcast, and the pause while its messages leave."""
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
            log.error("deadline.failed", deadline=name, exc_info=fault)


@DBOS.step()
def spread(id_: int) -> bool:
    """Count or send a broadcast for half a minute; True: it is to go on."""
    house, until = _house[0], time.monotonic() + SPELL_SECONDS
    while time.monotonic() < until:
        house.turns.fall_due_now("siaran")
        if not house.writer.do_now(partial(busy, id_=id_)):
            return False
        time.sleep(BREATH_SECONDS)
    return True


@DBOS.workflow(name=JOB)
def broadcast(id_: int) -> None:
    """Keep a broadcast going until it waits for somebody or for its hour; the ledger knows all."""
    while spread(id_):
        pass


@DBOS.workflow()
def wake_broadcasts(_scheduled: datetime, _context: object) -> None:
    """Take up broadcasts whose hour has come, and those that nobody looks after."""
    alive = DBOS.list_workflows(name=JOB, status=["PENDING", "ENQUEUED"], limit=1)
    for id_ in [] if alive else to_wake():
        DBOS.start_workflow(broadcast, id_)


@DBOS.step()
def to_wake() -> list[int]:
    """List the broadcasts on which something is to be done now."""
    return _house[0].writer.do_now(lambda unit: [one.id for one in broadcasts.active(unit)])


def busy(unit: Unit, id_: int) -> bool:
    """Tell whether something is to be done on a broadcast now or within moments."""
    return any(one.id == id_ for one in broadcasts.active(unit))


@contextmanager
def enqueuing(url: str) -> Iterator[Callable[[Any, str, int], None]]:
    """Give what enqueues durable work inside a turn's own transaction; raises where none is."""
    client = DBOSClient(system_database_url=url)

    def enqueue(connection: Any, job: str, id_: int) -> None:  # noqa: ANN401 - SQLAlchemy's
        client.enqueue_in_transaction(
            connection, {"workflow_name": job, "queue_name": QUEUE, "app_version": VERSION}, id_
        )

    try:
        client.list_workflows(limit=1)
        yield enqueue
    finally:
        client.destroy()


SCHEDULES = (
    ("broadcasts", wake_broadcasts, "* * * * *"),
    ("tidy", tidy, NIGHTLY),
    ("deadlines", meet_deadlines, OFTEN),
)


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
    with ThreadPoolExecutor(1) as aside:  # DBOS wants no running loop for these
        aside.submit(DBOS.register_queue, QUEUE, polling_interval_sec=0.5).result()
        lent = ExitStack()
        house.writer.job = aside.submit(lent.enter_context, enqueuing(house.settings.url)).result()
        try:
            yield
        finally:
            house.writer.job = no_job
            aside.submit(lent.close).result()
            DBOS.destroy(workflow_completion_timeout_sec=5)
            _house.clear()
