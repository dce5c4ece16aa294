"""Readers of photos and places on the map."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.readers import (
    NOT_GIVEN,
    SKIP,
    Answers,
    Good,
    Option,
    Value,
    Wrong,
    clean,
    short,
    skipped,
)
from conversations.said import Kind, Media, Said
from conversations.text import Say, say, word

LARGEST_PHOTO = 20 * 1024 * 1024
SHORTEST_PLACE = 2
"""Letters, as in "RT"."""
LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, or a document that says it is an image; may be passed over.

    Only what the platform says is judged here; the fetcher judges the bytes.
    """

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer to go on without."""
        return (SKIP,)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the reference; refuse what is known to be too big or no image."""
        if said.kind in {Kind.TEXT, Kind.TAP} and skipped(said):
            return Good(None)
        if said.media is None or said.kind not in {Kind.PHOTO, Kind.DOCUMENT}:
            return Wrong(NO_PHOTO, second=HOW_PHOTO)
        if said.kind is Kind.DOCUMENT and not said.media.mime.startswith("image/"):
            return Wrong(NOT_AN_IMAGE)
        if (said.media.size or 0) > LARGEST_PHOTO:
            return Wrong(TOO_BIG)
        return Good(reference(said.media))

    def show(self, value: Value, facts: Facts) -> Say:
        """Show that there is one."""
        return NOT_GIVEN if value is None else say("ada")


def reference(media: Media) -> Value:
    """Keep of a file what a fetcher needs."""
    return {"ref": media.ref, "mime": media.mime, "size": media.size}


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the map, or a description of it; may be passed over."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer to go on without."""
        return (SKIP,)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep degrees, or words of at most 300 letters."""
        if said.spot is not None:
            return Good({"lintang": said.spot.latitude, "bujur": said.spot.longitude})
        if said.kind in {Kind.TEXT, Kind.TAP} and skipped(said):
            return Good(None)
        text = clean(said.text)
        if said.kind is Kind.TEXT and SHORTEST_PLACE <= len(text) <= LONGEST_PLACE:
            return Good({"kata": text})
        return Wrong(NO_PLACE, second=HOW_PLACE)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words, or that there is a point on the map."""
        if not isinstance(value, dict):
            return NOT_GIVEN
        return word(short(str(value["kata"]))) if "kata" in value else say("titik di peta")


NO_PHOTO = say('Kirim satu foto, atau pilih "Lewati".')
HOW_PHOTO = say(
    "Foto dikirim lewat tanda kamera atau penjepit kertas di ponsel. "
    'Tidak ada foto? Ketik "lewati".'
)
HOW_PLACE = say('Beberapa kata cukup, misalnya "dekat musala". Tidak tahu? Ketik "lewati".')
NOT_AN_IMAGE = say("Berkas itu bukan foto. Kirim foto JPG atau PNG, ya.")
TOO_BIG = say("Fotonya terlalu besar. Paling besar 20 MB. Coba kirim sebagai foto biasa.")
NO_PLACE = say('Kirim lokasi, atau tulis patokannya. Contoh: "timur masjid, rumah cat hijau".')
