"""A language that nobody speaks and that is 40 % longer: nothing may be cut, in any form.

It is made from the texts themselves, as a translator would fill `locales/xx/LC_MESSAGES/peka.po`,
written to a file and read by the same code as English.
"""

import math
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from bot.data import _catalogue
from conversations.book import BOOK
from conversations.text import Catalogue
from conversations.turn.taken import Reply
from conversations.words import pick
from handlers import channel
from handlers.outgoing import button
from handlers.telegram.form import form as telegram_form
from handlers.whatsapp.form import Form, forms
from tests.conversations import test_walk
from tests.conversations.chat import labels
from tests.conversations.test_walk import CITIZENS, STAFF
from tests.fakes import telegram_judge, whatsapp_judge

POT = Path(__file__).parents[2] / "locales" / "peka.pot"
STRETCH = 1.4
LONGEST = 840
"""600 letters and 40 % more: what a reply of this language may have."""
ACCENTS = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")
HELD = re.compile(r"(\{\w*\})")


def stretched(text: str) -> str:
    """Make a text 40 % longer and plainly foreign; its named places stay."""
    parts = [one if HELD.fullmatch(one) else one.translate(ACCENTS) for one in HELD.split(text)]
    more = math.ceil(len(text) * STRETCH) - len(text)
    return "".join(parts) + ("~öy" * more)[:more]


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    catalogue = read_po(POT.read_bytes().splitlines(keepends=True), locale="en")
    for message in catalogue:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            new = tuple(stretched(str(one)) for one in forms)
            message.string = new if isinstance(message.id, tuple) else new[0]
            message.flags.discard("fuzzy")
    file = tmp_path_factory.mktemp("locales") / "peka.po"
    with file.open("wb") as out:
        write_po(out, catalogue)
    return _catalogue("en", file.read_bytes())


def rendered(reply: Reply, catalogue: Catalogue) -> channel.Reply:
    buttons = tuple(button(offer, catalogue) for offer in reply.offers)
    return channel.Reply(reply.text.into(catalogue), buttons)


def words_of(form: Form) -> str:
    """Everything a person reads on WhatsApp."""
    if form.type == "text":
        return str(form.content["body"])
    _text, choices = whatsapp_judge.judge(message(form))
    return "\n".join([_text, *(f"{one.label} {one.more}" for one in choices)])


def message(form: Form) -> dict[str, object]:
    return {"to": "62811", "type": form.type, form.type: form.content}


@pytest.mark.parametrize("name", BOOK.flows)
def test_nothing_is_cut_in_a_longer_language(
    name: str, pseudo: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[Reply] = set()

    def judge(reply: Reply) -> None:
        if reply in seen or reply.paper:  # of a paper only the file is sent
            return
        seen.add(reply)
        said = rendered(reply, pseudo)
        assert len(said.text) <= LONGEST + sum(len(str(one)) for one in reply.text.args), said.text
        shown = "\n".join(map(words_of, forms(said)))
        for form in forms(said):
            whatsapp_judge.judge(message(form))
        for text, keyboard in telegram_form(said):
            given: dict[str, object] = {"text": text}
            if keyboard is not None:
                given["reply_markup"] = keyboard
            telegram_judge.judge("sendMessage", given)
        assert "".join(said.text.split()) in "".join(shown.split())
        spoken = labels(reply, pseudo)
        for at, label in enumerate(spoken):
            assert label in shown
            assert pick(label, spoken) == spoken.index(label)
            assert pick(str(at + 1), spoken) == at

    monkeypatch.setattr(test_walk, "judge", judge)
    for who in (STAFF if BOOK.flows[name].staff else CITIZENS).values():
        test_walk.walk(name, who)


def test_labels_that_outgrow_a_button_become_rows_or_numbers(pseudo: Catalogue) -> None:
    def kinds(*names: str) -> list[str]:
        buttons = tuple(channel.Button(pseudo.one(one), f">{one}") for one in names)
        found = forms(channel.Reply("?", buttons))
        return [str(one.content.get("type", one.type)) for one in found]

    assert kinds("Ya", "Tidak") == ["button"]
    assert kinds("Bicara petugas", "Menu") == ["button"]
    assert kinds("Bukan keluarga saya", "Menu") == ["text"]
    assert kinds("Kirim keterangan", "Menu") == ["list"]
