"""Signatures: only with the key, and for one purpose."""

from __future__ import annotations

from storage.audit import link
from storage.seal import Sealer


def test_a_link_of_the_audit_chain_needs_the_key() -> None:
    entry = (1, 2, "cli", "imported", "batch:1")
    ours, other = Sealer(("a" * 64,)), Sealer(("b" * 64,))
    assert link(ours, b"", 1, entry) == link(Sealer(("new", "a" * 64)), b"", 1, entry)
    assert link(ours, b"", 1, entry) != link(other, b"", 1, entry)
    assert ours.mac("audit", b"x") != ours.mac("head", b"x")
