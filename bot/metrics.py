"""Figures for ``/metrics``: read from the house when asked, so that no turn pays for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from bot.house import House


class Figures(Collector):
    """What an operator wants to see move: outcomes, what is held, the writer's health."""

    def __init__(self, house: House) -> None:
        """Read from ``house``; nothing personal is in any label."""
        self.house = house

    def collect(self) -> Iterator[Metric]:
        """Give the figures of this moment."""
        sent = CounterMetricFamily(
            "peka_messages", "Messages by what became of them", labels=["outcome"]
        )
        for outcome, count in self.house.sender.outcomes.items():
            sent.add_metric([outcome], count)
        yield sent
        left = CounterMetricFamily(
            "peka_ignored", "Deliveries left alone by a stated rule", labels=["kind"]
        )
        for kind, count in tuple(self.house.turns.ignored.items()):
            left.add_metric([kind], count)
        yield left
        yield from self._lines()
        writer = GaugeMetricFamily("peka_writer_alive", "1 while every writer thread is at work")
        writer.add_metric([], int(self.house.writer.alive))
        yield writer

    def _lines(self) -> Iterator[Metric]:
        held = GaugeMetricFamily("peka_messages_held", "Messages in memory", labels=["channel"])
        stopped = GaugeMetricFamily(
            "peka_account_refused", "1 while the platform refuses the account", labels=["channel"]
        )
        for line in self.house.sender.lines.values():
            held.add_metric([line.channel.name], len(line.held))
            stopped.add_metric([line.channel.name], int(bool(line.stopped)))
        yield held
        yield stopped
