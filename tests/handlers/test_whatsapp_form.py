"""Putting replies into WhatsApp's forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.channel import Button, Reply
from handlers.whatsapp.form import forms
from tests.fakes.whatsapp_judge import Choice, judge


def buttons(*labels: str, more: str = "") -> tuple[Button, ...]:
    return tuple(Button(label, f"1.x.{place}", more) for place, label in enumerate(labels))


def shown(reply: Reply) -> list[tuple[str, str, tuple[Choice, ...]]]:
    """Each message as the judge of the fake API takes it: kind, text, choices."""
    found = []
    for form in forms(reply):
        content: Any = form.content
        message = {"type": form.type, form.type: content, "to": "62"}
        kind = content["type"] if form.type == "interactive" else "text"
        found.append((kind, *judge(message)))
    return found


TWENTY, TWENTY_FOUR = "a" * 20, "a" * 24
KINDS: list[tuple[tuple[str, ...], str]] = [
    ((), "text"),
    (("Ya",), "button"),
    (("Ya", "Tidak", "Nanti"), "button"),
    ((TWENTY,), "button"),
    (("a" * 21,), "list"),
    (("1", "2", "3", "4"), "list"),
    ((*"0123456789",), "list"),
    ((TWENTY_FOUR, "b"), "list"),
    ((*"0123456789", "10"), "text"),
    (("a" * 25,), "text"),
    (("Ya", "Ya"), "text"),
    (("Ya", "Ya "), "text"),
    (("👍" * 10,), "button"),
    (("👍" * 11,), "list"),
]


@pytest.mark.parametrize(("labels", "kind"), KINDS)
def test_the_choices_decide_the_form(labels: tuple[str, ...], kind: str) -> None:
    ((seen, text, choices),) = shown(Reply("Pilih satu:", buttons(*labels)))
    assert seen == kind
    if kind == "text":
        assert [line.split(". ", 1)[-1].strip() for line in text.split("\n")[2:]] == [
            label.strip() for label in labels
        ]
    else:
        assert tuple(choice.label for choice in choices) == labels


def test_numbered_text_reads_like_a_list() -> None:
    numbered = tuple(
        Button(f"Desa {n}", f"d{n}", "di Sumenep" if n == 1 else "") for n in range(11)
    )
    ((_, text, _),) = shown(Reply("Desa mana?", numbered))
    assert text.startswith("Desa mana?\n\n1. Desa 0\n2. Desa 1 – di Sumenep\n3. Desa 2\n")


def test_an_explanation_stands_in_a_row_if_it_fits_whole() -> None:
    fits, long = "x" * 72, "x" * 73
    rows = (*buttons(*"abcd", more=fits), Button("e", "1.x.9", long))
    ((_, _, choices),) = shown(Reply("Pilih", rows))
    assert [choice.more for choice in choices] == [fits] * 4 + [""]


@pytest.mark.parametrize(("size", "kind"), [(256, "button"), (257, "text")])
def test_what_a_button_carries_is_never_cut(size: int, kind: str) -> None:
    ((seen, _, _),) = shown(Reply("Pilih", (Button("Ya", "t" * size),)))
    assert seen == kind


def test_a_body_of_1024_stands_over_its_buttons_and_a_longer_one_before_them() -> None:
    assert [kind for kind, _, _ in shown(Reply("a" * 1024, buttons("Ya")))] == ["button"]
    seen = shown(Reply("Bab satu. " * 200, buttons("Ya")))
    assert [kind for kind, _, _ in seen] == ["text", "button"]
    assert " ".join(text for _, text, _ in seen) == ("Bab satu. " * 200).strip()


def test_the_cut_before_the_buttons_is_between_paragraphs() -> None:
    paragraph = ("kata " * 100).strip()
    text = "\n\n".join([paragraph] * 3 + ["Benar?"])
    (_, before, _), (kind, under, _) = shown(Reply(text, buttons("Ya")))
    assert before == f"{paragraph}\n\n{paragraph}"
    assert (kind, under) == ("button", f"{paragraph}\n\nBenar?")


def test_nothing_is_nothing() -> None:
    assert forms(Reply("")) == forms(Reply(" \n")) == ()
    ((kind, text, _),) = shown(Reply("", buttons("Ya")))
    assert (kind, text) == ("button", "Pilih")


@given(
    text=st.text(max_size=200),
    times=st.integers(1, 60),
    labels=st.lists(st.text(max_size=30), max_size=12),
)
def test_whatever_is_said_whatsapp_takes_it(text: str, times: int, labels: list[str]) -> None:
    seen = shown(Reply(text * times, buttons(*labels)))
    said = "".join("".join(words.split()) for _, words, _ in seen)
    assert "".join((text * times).replace("\0", "").split()) in said
