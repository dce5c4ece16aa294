"""The load: keep-alive connections that each send the next request when the last is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

OK = b"HTTP/1.1 200"
END = b"\r\n\r\n"


@dataclass
class Segment:
    """What was measured in one stretch of time."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    """Answers other than 200."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds that ``share`` of the answers did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


class Connection(asyncio.Protocol):
    """One keep-alive connection with requests of its own."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        """``requests`` go on from segment to segment."""
        self.requests = requests
        self.transport: asyncio.Transport | None = None
        self.segment = Segment(0.0)
        self.from_, self.until = 0.0, 0.0
        self.sent_at = 0.0
        self.received = b""
        self.idle = asyncio.Event()
        self.idle.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _fault: Exception | None) -> None:
        """Count the request in flight as refused."""
        self.transport = None
        if not self.idle.is_set():
            self.segment.refused += 1
            self.idle.set()

    def begin(self, segment: Segment, from_: float, until: float) -> None:
        """Send until ``until``; count what is answered from ``from_`` on."""
        self.segment, self.from_, self.until = segment, from_, until
        self.idle.clear()
        self.send()

    def send(self) -> None:
        """Send the next request."""
        if self.transport is None:
            self.idle.set()
            return
        message = next(self.requests)
        self.sent_at = time.perf_counter()
        self.transport.write(message)

    def data_received(self, data: bytes) -> None:
        """Note an answer; every contender's has an empty body."""
        self.received += data
        if not self.received.endswith(END):
            return
        now = time.perf_counter()
        good, self.received = self.received.startswith(OK), b""
        if self.from_ <= now < self.until:
            self.segment.latencies.append(now - self.sent_at)
            self.segment.refused += not good
        if now < self.until:
            self.send()
        else:
            self.idle.set()


async def measure(
    port: int, requests: list[Iterator[bytes]], seconds: float, warm_up: float
) -> Segment:
    """Load for ``warm_up`` seconds unmeasured and then for ``seconds``, a connection a stream."""
    segment = Segment(seconds)
    connections = [await _connect(port, one) for one in requests]
    from_ = time.perf_counter() + warm_up
    for connection in connections:
        connection.begin(segment, from_, from_ + seconds)
    for connection in connections:
        async with asyncio.timeout(warm_up + seconds + 30):
            await connection.idle.wait()
        if connection.transport is not None:
            connection.transport.close()
    return segment


async def _connect(port: int, requests: Iterator[bytes]) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(lambda: Connection(requests), "127.0.0.1", port)
    return connection
