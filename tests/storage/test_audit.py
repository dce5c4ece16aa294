"""The audit log: whoever changes, cuts or forges it without the key is found out."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from storage import audit, marks, schema
from storage.seal import Sealer
from storage.unit import Unit, Writer


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    schema.upgrade(database_url)
    made = Writer(database_url, Sealer(("kunci" * 8,))).start()
    for n in range(9):
        made.do_now(partial(audit.note, actor="staff:1", action="looked", subject=f"case:{n}"))
    made.do_now(audit.chain)
    yield made
    made.stop()


def sql(text: str) -> Callable[[Unit], object]:
    return lambda unit: unit.cursor.execute(text)


def test_a_whole_log_is_whole_also_when_it_grew(writer: Writer) -> None:
    head = writer.do_now(lambda unit: marks.read(unit, audit.HEAD)) or ""
    writer.do_now(lambda unit: audit.note(unit, "staff:2", "looked", "case:1"))
    assert not writer.do_now(audit.fault), "what is not chained yet is no fault"
    writer.do_now(audit.chain)
    assert not writer.do_now(lambda unit: audit.fault(unit, head))


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE peka_audit SET actor = 'staff:2' WHERE id = 4",
        "UPDATE peka_audit SET at = at + 1 WHERE id = 1",
        "DELETE FROM peka_audit WHERE id = 4",
        "DELETE FROM peka_audit WHERE id > 7",
        "DELETE FROM peka_audit",
        "UPDATE peka_audit SET seq = NULL, hash = NULL, actor = 'staff:2' WHERE id = 9",
        "UPDATE peka_audit SET seq = NULL, hash = NULL WHERE id = 3",
    ],
)
def test_every_change_is_found(writer: Writer, deed: str) -> None:
    noted = writer.do_now(lambda unit: marks.read(unit, audit.HEAD)) or ""
    writer.do_now(sql(deed))
    assert writer.do_now(audit.fault)
    writer.do_now(audit.chain)
    assert writer.do_now(lambda unit: audit.fault(unit, noted)), "nor does chaining anew hide it"


def test_an_entry_that_commits_late_is_no_fault(writer: Writer) -> None:
    writer.do_now(
        sql(
            "INSERT INTO peka_audit (id, at, actor, action, subject) "
            "VALUES (-5, 1, 'cli', 'imported', 'batch:1')"
        )
    )
    writer.do_now(audit.chain)
    assert not writer.do_now(audit.fault)


def test_a_log_cut_back_to_an_older_head_is_found_by_the_note_outside(writer: Writer) -> None:
    older = writer.do_now(lambda unit: marks.read(unit, audit.HEAD)) or ""
    writer.do_now(lambda unit: audit.note(unit, "staff:1", "looked", "case:99"))
    noted = writer.do_now(audit.chain)
    writer.do_now(sql("DELETE FROM peka_audit WHERE seq = 10"))
    writer.do_now(lambda unit: marks.put(unit, audit.HEAD, older))
    assert not writer.do_now(audit.fault), "the database alone cannot know"
    assert writer.do_now(lambda unit: audit.fault(unit, noted))
