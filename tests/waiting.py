"""Waiting for what another task, thread or process does: looked at again, with an end."""

import asyncio
from collections.abc import Callable

PATIENCE = 20.0
"""Seconds until a wait has failed: many times what any of them takes on a slow machine."""
LOOK_EVERY = 0.002
"""Seconds between two looks at what lies in this process: short beside whatever is waited for."""
BESIDE = 0.05
"""Seconds between two looks into another process's database or log, which cost more than one."""
A_WHILE = 0.2
"""Seconds in which a sender of these tests has swept about ten times."""


async def until(
    true: Callable[[], bool], within: float = PATIENCE, every: float = LOOK_EVERY
) -> None:
    """Wait until it is true; raises `TimeoutError` where it is not ``within`` so many seconds."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(every)


async def pass_by(seconds: float = A_WHILE) -> None:
    """Let time pass in which something must not happen: there is nothing to look for."""
    await asyncio.sleep(seconds)
