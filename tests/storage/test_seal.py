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


def test_a_blind_index_is_the_same_for_ever() -> None:
    """Rows are found by it: another way of computing it must give these very bytes."""
    seal = Sealer.from_setting("new," + "a" * 64)
    assert seal.index("address", "7").hex() == "e96b6428227a17477066acdac64fe862"
    assert seal.index("nik", "3526010101010001").hex() == "519c977ba44106e65888c535a09cb7e4"
    assert seal.index("address", "7") != seal.index("nik", "7")
