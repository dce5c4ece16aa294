"""Servers in processes of their own: started, asked, stopped for a while, ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from benchmarks.rig.load import OK
from benchmarks.rig.texts import talk

ROOT = Path(__file__).resolve().parents[2]
SERVER_CORE, LOAD_CORE = 0, 1
PATIENCE = 90.0
"""Seconds for a process to give its first answer."""


class Server:
    """One contender."""

    def __init__(self, label: str, name: str, home: Path, environment: dict[str, str]) -> None:
        """Start ``name`` (see serve.py); :meth:`answers` waits until it is there."""
        self.label, self.name, self.home = label, name, home
        home.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self.began = time.perf_counter()
        core = str(SERVER_CORE) if (os.cpu_count() or 1) > 1 else "-"
        self.log = (home / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.rig.serve", name, str(self.port), str(home), core],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=self.log,
            stderr=self.log,
        )
        self.seen = psutil.Process(self.process.pid)

    async def answers(self, person: int) -> float:
        """Wait for the first answered message; give the seconds since the process was started."""
        first = next(talk(person))
        while time.perf_counter() - self.began < PATIENCE:
            if self.process.poll() is not None:
                said = (self.home / "log").read_text()[-2000:]
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}\n{said}")
            if await _asked(self.port, first):
                return time.perf_counter() - self.began
            await asyncio.sleep(0.01)
        raise TimeoutError(f"{self.name} gave no answer in {PATIENCE} s")

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = self.seen.cpu_times()
        return float(times.user + times.system)

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.seen.memory_info().rss) / 1e6

    def pause(self) -> None:
        """Stop it, so that it takes nothing from another's turn."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """End it, kindly at first."""
        if self.process.poll() is None:
            self.resume()
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.log.close()


async def _asked(port: int, message: bytes) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(message)
        return (await reader.readline()).startswith(OK)
    except OSError:
        return False
    finally:
        writer.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
