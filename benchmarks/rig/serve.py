"""One contender in a process of its own: ``python -m benchmarks.rig.serve NAME PORT HOME CORE``.

All are served alike: the options of ``peka serve``, the collector tuned alike, one core.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from benchmarks.rig.texts import SECRET, TOKEN


def app_of(name: str, home: Path) -> FastAPI:
    """Make the app of a contender."""
    if name == "bare":
        from benchmarks.peers import bare

        return bare.build()
    if name == "aiogram":
        from benchmarks.peers import with_aiogram

        return with_aiogram.build(home)
    if name == "ptb":
        from benchmarks.peers import with_ptb

        return with_ptb.build(home)
    from benchmarks.rig.lapor import BOOK_OF_ONE
    from bot.app import build
    from bot.settings import Settings, Telegram, Web

    settings = Settings(
        home=home,
        database_url=os.environ.get("BENCH_DATABASE_URL", ""),
        secret_key=os.environ["BENCH_SECRET_KEY"],
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_mode=Telegram.WEBHOOK,
        telegram_api=os.environ["BENCH_API"],
        public_url="https://peka.example",
        web=Web.OFF,
    )
    return build(settings, book=BOOK_OF_ONE)


def main() -> None:
    """Serve until ended."""
    name, port, home, core = sys.argv[1:]
    if hasattr(os, "sched_setaffinity") and core != "-":
        os.sched_setaffinity(0, {int(core)})
    from bot.app import quiet_collector

    app = app_of(name, Path(home))
    quiet_collector()
    uvicorn.run(
        app, host="127.0.0.1", port=int(port), access_log=False, log_level="warning",
        timeout_graceful_shutdown=2,
    )  # fmt: skip


if __name__ == "__main__":
    main()
