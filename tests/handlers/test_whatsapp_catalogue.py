"""The office's templates: within Meta's rules, and the page that is submitted says the same."""

import re
from pathlib import Path

import pytest

from handlers.whatsapp.catalogue import ANNOUNCEMENTS, BY_PURPOSE, Announcement, words

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
VARIABLE = re.compile(r"\{\{(\d+)\}\}")
EACH = pytest.mark.parametrize("one", ANNOUNCEMENTS, ids=[one.name for one in ANNOUNCEMENTS])


@EACH
def test_meta_takes_it(one: Announcement) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,512}", one.name)
    assert one.category in {"utility", "marketing"}
    assert set(one.texts) == {"id", "en"}
    for wording in one.texts.values():
        numbers = [int(found) for found in VARIABLE.findall(wording.body)]
        assert numbers == list(range(1, one.parameters + 1))
        assert not VARIABLE.match(wording.body)
        assert not wording.body.endswith("}}")
        assert len(wording.body) <= 1024
        assert len(wording.buttons) == len(one.taps)
        assert all(len(label) <= 20 for label in wording.buttons)
        assert len(wording.defaults) == len(wording.examples)
        assert len(VARIABLE.sub("", wording.body).split()) > 3 * one.parameters


@EACH
def test_marketing_and_nothing_else_has_a_way_out(one: Announcement) -> None:
    assert (one.category == "marketing") == (">berhenti" in one.taps)


@EACH
def test_the_page_to_be_submitted_says_the_same(one: Announcement) -> None:
    part = PAGE.partition(f"## {one.name}\n")[2].partition("\n## ")[0]
    assert f"Category: {one.category}." in part
    for wording in one.texts.values():
        assert f"```\n{wording.body}\n```" in part
        assert "Buttons: " + ", ".join(f"`{label}`" for label in wording.buttons) in part
        assert all(f"`{example}`" in part for example in wording.examples)


@pytest.mark.parametrize("purpose", BY_PURPOSE)
def test_every_purpose_stands_in_the_table(purpose: str) -> None:
    assert f"| `{purpose}` | `{BY_PURPOSE[purpose].name}` |" in PAGE


def test_words_are_short_and_in_one_line() -> None:
    schedule = BY_PURPOSE["schedule"]
    given = words(schedule, "id", "Dinas\n Sosial", ("pertemuan   P2K2\tRabu " + "x" * 90,))
    assert given[0] == "Dinas Sosial"
    assert given[1].startswith("pertemuan P2K2 Rabu xx")
    assert len(given[1]) == 60
    assert words(schedule, "en", "Dinas", ()) == ("Dinas", "social assistance activity")
    assert words(schedule, "jv", "Dinas", ("",)) == ("Dinas", "kegiatan bantuan sosial")
    assert words(BY_PURPOSE["case"], "id", "Dinas", ("extra",)) == ("Dinas",)
