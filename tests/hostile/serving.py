"""`peka serve` by forking (see tests/crash/serving.py), with less patience and another clock.

Where Peka waits 30 seconds for an answer, it waits one here: all waits for a platform that says
nothing are divided by `FASTER`; what a platform asks for in so many words is not.  One person's
pace on WhatsApp is another, too.  Each line on standard input says how many seconds the clock of
the next process is ahead.
"""

import functools
from datetime import datetime, timedelta
from typing import Any

import bot.app
from bot import cli
from conversations.changed import replace
from handlers.telegram import adapter as telegram
from handlers.telegram import answers
from handlers.whatsapp import adapter as whatsapp
from handlers.whatsapp import errors
from storage.unit import utc_now
from tests.crash import serving
from tests.hostile import PAIR_EVERY

FASTER = 20


def hurry() -> None:
    """Divide the waits of both adapters."""
    given: dict[str, Any] = telegram.Telegram.__init__.__kwdefaults__ or {}
    given["timeout"] /= FASTER
    for module, name in (
        (answers, "BACKOFF"),
        (telegram, "BACKOFF"),
        (errors, "UNSURE"),
        (errors, "NOT_CONNECTED"),
        (whatsapp, "UNSURE"),
        (whatsapp, "PATIENCE"),
    ):
        setattr(module, name, getattr(module, name) / FASTER)
    errors.PAIR_PAUSE = PAIR_EVERY
    whatsapp.LIMITS = replace(whatsapp.LIMITS, person_every=PAIR_EVERY)


def later(seconds: float) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


def serve(ahead: str) -> None:
    clock = functools.partial(later, float(ahead))
    bot.app.build = functools.partial(bot.app.build, clock=clock)
    cli.serve(demo=False)


if __name__ == "__main__":
    serving.read_once()
    hurry()
    serving.fork_for_each_line(serve)
