"""`kill -9` in the middle of a broadcast: everybody is reached, and the ledger says so."""

from pathlib import Path

import pytest

from benchmarks.broadcast import Rig, killed
from benchmarks.rig.botapi import bot_api

RECIPIENTS = 900


@pytest.mark.slow
async def test_a_broadcast_killed_at_a_third_reaches_everybody(tmp_path: Path) -> None:
    rig = Rig(tmp_path, RECIPIENTS)
    async with bot_api(rig.hear) as (rig.api, _counts):
        found = await killed(rig)
    print(f"{found['doubled']} of {RECIPIENTS} heard it twice")  # noqa: T201 - shown by -s
    assert found["killed_at"] < RECIPIENTS, "it was killed in the middle"
    assert found["missing"] == 0
    assert found["outcomes"] == {"terkirim": RECIPIENTS}, "every recipient once, by name"
    assert found["doubled"] <= 700, "only what was under way, or not yet written down"
