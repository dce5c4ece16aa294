"""What really happened: every person's own ledger beside what the database says afterwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from conversations.turn.sayings import OLD_BUTTON
from handlers.flood import TOO_MANY
from handlers.written import reply_of
from storage.seal import Sealer
from tests.hostile.people import CODE, RECEIVED, Deed, Human, Officer, OnTelegram, OnWhatsApp
from tests.hostile.town import ENGLISH, Town
from tests.house import KEY, count, everything, rows

SEAL = Sealer((KEY,))
NAMED = {"blocked", "window_closed", "number_changed", "past"}
"""How a message may end that was not sent; "past": a newer notice took its place, unread."""
CLEAR = tuple(
    text for one in (OLD_BUTTON.msgid, TOO_MANY.msgid) for text in (one, ENGLISH.one(one))
)
"""How a tap that sends nothing off may be answered."""
LANGUAGE = {"Baik, kita pakai bahasa ini.": "id"}
LANGUAGE[ENGLISH.one("Baik, kita pakai bahasa ini.")] = "en"
LEARNING = {
    text: wanted
    for msgid, wanted in (
        (
            (
                "Baik. Pesan edukasi tidak dikirim lagi. Kabar tentang laporan Bapak/Ibu tetap "
                'datang. Mau menerima lagi? Ketik "mulai".'
            ),
            False,
        ),
        ('Baik. Pesan edukasi dikirim lagi. Mau berhenti? Ketik "berhenti".', True),
    )
    for text in (msgid, ENGLISH.one(msgid))
}


@dataclass(frozen=True)
class Sent:
    """A row of the outbox, opened."""

    id: int
    text: str | None
    state: str
    error: str
    at: int
    reply: bool
    """Not a notice, which may be overtaken; one that waited leaves in the lane of replies."""
    taps: tuple[str, ...]
    """What its buttons carry."""


@dataclass
class Ledger:
    """The database at the end."""

    town: Town
    persons: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    outbox: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[bytes, int] = field(default_factory=dict)
    doubled: int = 0
    """Replies that reached somebody twice."""
    owed: int = 0
    """Reports that were sent off from a summary that was Peka's last word."""
    silent: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    def read(self) -> Ledger:
        url = self.town.url
        for id_, uuid, account, address, *more in rows(
            url,
            "SELECT id, uuid, account, address, language, education, blocked_at FROM peka_person",
        ):
            opened = SEAL.open(bytes(address), "peka_person", "address", bytes(uuid)).decode()
            self.persons[account.partition(":")[0], opened] = (id_, *more)
        for person, id_, uuid, body, state, error, at, purpose in rows(
            url,
            "SELECT person_id, id, uuid, body, state, error, made_at, purpose "
            "FROM peka_outbox ORDER BY id",
        ):
            wiped = b'{"t": null}'
            row = SEAL.open(bytes(body), "peka_outbox", "body", bytes(uuid)) if body else wiped
            reply = reply_of(row)
            taps = tuple(one.tap for one in reply.buttons)
            self.outbox[person].append(
                Sent(id_, reply.text, state, error or "", at, purpose == "reply", taps)
            )
        self.claims = {bytes(m): at for m, at in rows(url, "SELECT message, at FROM peka_claim")}
        return self

    def known(self, human: Human) -> tuple[Any, ...] | None:
        kind = "telegram" if isinstance(human, OnTelegram) else "whatsapp"
        return self.persons.get((kind, human.address))

    def judge(self) -> None:
        """Hold every person's ledger beside the database."""
        for human in self.town.people:
            self.answers(human)
            self.order(human)
            self.settings(human)
        self.receipts()
        self.outcomes()
        self.strangers()

    # Every message that was taken has its answer

    def answers(self, human: Human) -> None:
        known = self.known(human)
        replied = {one.at for one in self.outbox[known[0]]} if known else set()
        for deed in human.deeds:
            if deed.id not in human.taken:
                continue
            claimed = self.claims.get(SEAL.index("claim", deed.id))
            if claimed is None:
                self.lost.append(f"{human.mark}: {deed.what} answered 200, but not there")
            elif claimed not in replied:
                self.silent[deed.what.partition(" ")[0]] += 1
                self.may_be_silent(human, deed, claimed)

    def may_be_silent(self, human: Human, deed: Deed, claimed: int) -> None:
        """A second tap within ten seconds, or words to an officer: nothing else."""
        earlier = [
            one
            for one in human.deeds
            if one.what == deed.what and one.id != deed.id
            for at in [self.claims.get(SEAL.index("claim", one.id), 0)]
            if 0 <= claimed - at <= 10_000
        ]
        to_officer = any(
            "petugas" in one.text.lower() or "officer" in one.text for one in human.heard
        )
        if not (deed.what.startswith("tap") and earlier) and not to_officer:
            self.lost.append(f"{human.mark}: no answer to {deed.what}")
            self.story(human, deed.what, [])

    # In order, to nobody else, and each at least once

    def order(self, human: Human) -> None:
        known = self.known(human)
        waiting = self.outbox[known[0]] if known else []
        if isinstance(human, OnWhatsApp):
            self.in_order_of_rows(human, waiting)
        else:
            self.in_order_of_words(human, waiting)
        for heard in human.heard:
            if "wargake" in heard.text.replace(human.mark, "") and not isinstance(human, Officer):
                self.lost.append(f"{human.mark} reads what somebody else wrote")

    def in_order_of_rows(self, human: OnWhatsApp, waiting: list[Sent]) -> None:
        numbers = [int(one.shown.row) for one in human.heard]
        first = list(dict.fromkeys(numbers))
        self.doubled += len(numbers) - len(first)
        # What is said next does not wait for a picture that is tried again.
        replies = {one.id for one in waiting if one.reply and one.text != ""}
        in_order = [one for one in first if one in replies]
        if in_order != sorted(in_order):
            self.lost.append(f"{human.mark} hears out of order")
            self.story(human, f"{in_order}", [])
        # Without words: a message that was taken back, or a picture.
        owed = {one.id for one in waiting if one.state != "failed" and one.text != ""}
        own = {one.id for one in waiting}
        if missing := owed - set(first):
            self.lost.append(f"{human.mark} never heard {len(missing)} messages")
        if set(first) - own:
            self.lost.append(f"{human.mark} heard what was for somebody else")

    def in_order_of_words(self, human: Human, waiting: list[Sent]) -> None:
        """Telegram carries no number of ours: the texts must come in the order of the rows.

        Notices may be overtaken by replies.  What was heard a moment before may come again.
        """
        waiting = [one for one in waiting if one.text != ""]
        replies = [one for one in waiting if one.reply]
        notices = [one for one in waiting if not one.reply]
        told: list[Sent] = []
        kept = tuple(one.text.strip() for one in waiting if one.text)
        place = 0
        for heard in (one for one in human.heard if one.text):
            # Secret words are wiped when they have left; all of them for who had them erased.
            code = heard.text.startswith(RECEIVED) or CODE.search(heard.text) is not None
            wiped = human.erasures > 0 or code or not heard.text.startswith(kept)
            found = place
            while found < len(replies) and not _same(replies[found], heard.text, wiped=wiped):
                if replies[found].state != "failed":
                    found = len(replies)
                found += 1
            notice = next((one for one in notices if _same(one, heard.text, wiped=wiped)), None)
            if found < len(replies):
                place = found + 1
            elif notice is not None:
                notices.remove(notice)
                told.append(notice)
            elif any(
                _same(one, heard.text, wiped=wiped)
                for one in (*replies[max(0, place - 4) : place], *told)
            ):
                self.doubled += 1
            else:
                self.lost.append(f"{human.mark} hears out of order, or for somebody else")
                self.story(human, heard.text, replies[place : place + 1])
                return
        if rest := [one for one in (*replies[place:], *notices) if one.state != "failed"]:
            self.lost.append(f"{human.mark} never heard {len(rest)} messages")

    def story(self, human: Human, text: str, waiting: list[Sent]) -> None:
        """Tell all about a place where the order is broken."""
        claimed = [self.claims.get(SEAL.index("claim", one.id)) for one in human.deeds]
        deeds = zip(human.deeds, claimed, strict=True)
        self.stories += [f"did {one.at:.1f} {one.what} taken {at}" for one, at in deeds]
        self.stories.append(f"heard {[one.text[:30] for one in human.heard]}, then {text[:60]!r}")
        self.stories += [
            f"{one.id} {one.at} {'reply' if one.reply else 'notice'} {one.state} {one.error} "
            f"{one.text!r:.60}{' <<<' * (one in waiting)}"
            for one in self.outbox[(self.known(human) or (0,))[0]]
        ]
        sends = self.town.telegram.sends
        self.stories += [str(one) for one in sends if str(one[1]) == human.address]
        self.stories.append(f"killed {self.town.killed}")

    # Effects exactly once

    def settings(self, human: Human) -> None:
        known = self.known(human)
        if known is None:
            return
        _id, language, education, _blocked = known
        told = [LANGUAGE[one.text] for one in human.heard if one.text in LANGUAGE]
        if told and told[-1] != language:
            self.lost.append(f"{human.mark}: language {language}, told {told[-1]}")
        wanted = [LEARNING[one.text] for one in human.heard if one.text in LEARNING]
        if wanted and wanted[-1] != bool(education):
            self.lost.append(f"{human.mark}: education {education}, told {wanted[-1]}")

    def receipts(self) -> None:
        """A report for every one that was sent off and confirmed: no more and no less."""
        kept = Counter(
            bytes(one) for (one,) in rows(self.town.url, "SELECT receipt_index FROM peka_reporter")
        )
        given: Counter[bytes] = Counter()
        for human in self.town.people:
            given.update(SEAL.index("receipt", code) for code in human.codes)
            self.sent_off(human)
        if unknown := set(given) - set(kept):
            self.lost.append(f"{len(unknown)} receipts of no report")
        if max([*kept.values(), *given.values()], default=0) > 1:
            self.lost.append("a receipt was given twice")
        lapor = rows(
            self.town.url,
            "SELECT r.receipt_index FROM peka_reporter r JOIN peka_case c ON c.id = r.case_id "
            "WHERE c.kind = 'lapor'",
        )
        if unheard := {bytes(one) for (one,) in lapor} - set(given):
            self.lost.append(f"{len(unheard)} receipts that nobody heard")
        twice = rows(
            self.town.url,
            "SELECT person_id, family_id FROM peka_link WHERE ended_at IS NULL "
            "GROUP BY person_id, family_id HAVING COUNT(*) > 1",
        )
        if twice:
            self.lost.append(f"{len(twice)} links made twice")

    def sent_off(self, human: Human) -> None:
        """Hold each tap that sends a report off beside its answer: a receipt, or a clear word.

        What is owed is told by the order in which Peka took the person's messages, for the
        person cannot know it: where the summary was Peka's last word, nothing but a receipt will
        do.  A receipt is wiped when it has left.
        """
        known = self.known(human)
        replies = [one for one in self.outbox[known[0]] if one.reply] if known else []
        filed: Counter[str] = Counter()
        could = 0
        for deed in human.deeds:
            at = self.claims.get(SEAL.index("claim", deed.id))
            answer = [one for one in replies if one.at == at]
            receipt = any(one.text is None for one in answer)
            could += receipt
            if deed.talk and answer:
                filed[deed.talk] += receipt
                before = [one for one in replies if one.id < answer[0].id][-1:]
                owed = any(deed.talk.partition(" ")[2] in one.taps for one in before)
                self.owed += owed
                if not receipt:
                    self.not_sent_off(human, deed, answer, owed=owed)
        if max(filed.values(), default=0) > 1 and not human.erasures:
            self.lost.append(f"{human.mark}: one report was filed twice")
        if len(human.codes) > could:
            self.lost.append(f"{human.mark}: {len(human.codes)} reports, {could} sent off")

    def not_sent_off(self, human: Human, deed: Deed, answer: list[Sent], *, owed: bool) -> None:
        """Judge a tap on the button that sends off, which was not answered by a receipt."""
        clear = any(one.text and one.text.startswith(CLEAR) for one in answer)
        if owed or not clear:
            self.lost.append(
                f"{human.mark}: sent off, and no {'receipt' if owed else 'clear word'}"
            )
            self.story(human, deed.what, answer)

    # How everything ended

    def outcomes(self) -> None:
        states = Counter(
            (one.state, one.error if one.state == "failed" else "")
            for listed in self.outbox.values()
            for one in listed
        )
        for (state, error), many in states.items():
            if state in {"queued", "waiting"} or (state == "failed" and error not in NAMED):
                self.lost.append(f"{many} messages {state} {error}")
        for table in ("peka_poison", "peka_failure"):
            if found := count(self.town.url, table):
                self.lost.append(f"{found} rows in {table}")
        waiting = rows(self.town.url, "SELECT COUNT(*) FROM peka_evidence WHERE state <> 'kept'")[
            0
        ][0]
        if waiting:
            self.lost.append(f"{waiting} photos not there")

    def strangers(self) -> None:
        """Nothing personal in the log, nothing open in the database."""
        log = self.town.log.read_text()
        kept = everything(self.town.url)
        for human in self.town.people:
            if isinstance(human, Officer):
                continue
            personal = (human.mark, human.address, human.home.kk, *human.home.niks, *human.codes)
            self.lost += [f"{human.mark}: in the log" for one in personal if one in log]
            open_ = (human.mark, human.address, human.home.kk, *human.home.niks)
            self.lost += [
                f"{human.mark}: open in the database" for one in open_ if one.encode() in kept
            ]


def _same(row: Sent, text: str, *, wiped: bool) -> bool:
    """Tell whether a row was heard as this; ``wiped``: its own words may be gone by now."""
    return wiped if row.text is None else text.startswith(row.text.strip())
