"""Templates as Meta keeps them: listed, judged when they are sent, shown as a phone shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.whatsapp.catalogue import ANNOUNCEMENTS
from tests.fakes.whatsapp_hooks import Json
from tests.fakes.whatsapp_judge import Choice, Refusal, need, text_of

VARIABLE = re.compile(r"\{\{(\w+)\}\}")
REFUSALS = {"PAUSED": 132015, "DISABLED": 132016}
PAYLOAD = 128


@dataclass(slots=True)
class FakeTemplate:
    """One template in one language."""

    name: str
    language: str
    category: str
    """UTILITY, MARKETING or AUTHENTICATION."""
    body: str
    buttons: tuple[str, ...] = ()
    status: str = "APPROVED"
    quality: str = "GREEN"

    @property
    def variables(self) -> list[str]:
        return VARIABLE.findall(self.body)

    def listed(self) -> Json:
        """Give it as the list of templates does."""
        components: list[Json] = [{"type": "BODY", "text": self.body}]
        if self.variables:
            components[0]["example"] = {"body_text": [["contoh"] * len(self.variables)]}
        if self.buttons:
            rows = [{"type": "QUICK_REPLY", "text": one} for one in self.buttons]
            components.append({"type": "BUTTONS", "buttons": rows})
        return {
            "name": self.name,
            "parameter_format": "POSITIONAL",
            "components": components,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "quality_score": {"score": self.quality, "date": 1_750_000_000},
            "id": str(abs(hash((self.name, self.language)))),
        }

    def judge(self, content: Json) -> None:
        """Refuse what Meta would refuse; raises Refusal."""
        if self.status != "APPROVED":
            code = REFUSALS.get(self.status, 132001)
            raise Refusal(code, f"Template is {self.status}")
        words = self.words(content)
        need(len(words) == len(self.variables), "Number of parameters does not match", 132000)
        for word in words:
            odd = "\n" in word or "\t" in word or "     " in word
            need(not odd, "Param text cannot have new-line/tab characters", 132018)
        for index, tap in self.taps(content).items():
            need(index < len(self.buttons), "no such button", 132018)
            text_of(tap, PAYLOAD, "payload")

    def words(self, content: Json) -> list[str]:
        """Give the words filled into the body."""
        bodies = [one for one in content.get("components", ()) if one.get("type") == "body"]
        given = [one for body in bodies for one in body.get("parameters", ())]
        need(all(one.get("type") == "text" for one in given), "parameter type", 132012)
        return [text_of(one.get("text"), 1024, "parameter") for one in given]

    def taps(self, content: Json) -> dict[int, str]:
        """Give what the quick replies carry, by place."""
        buttons = [one for one in content.get("components", ()) if one.get("type") == "button"]
        need(all(one.get("sub_type") == "quick_reply" for one in buttons), "sub_type", 132012)
        return {int(one["index"]): one["parameters"][0]["payload"] for one in buttons}

    def shown(self, content: Json) -> tuple[str, tuple[Choice, ...]]:
        """Give what a phone shows; a button without a payload carries its own label."""
        words, taps = iter(self.words(content)), self.taps(content)
        text = VARIABLE.sub(lambda found: next(words, found[0]), self.body)
        labels = enumerate(self.buttons)
        return text, tuple(Choice(taps.get(place, label), label) for place, label in labels)


def ours(*languages: str) -> list[FakeTemplate]:
    """Give the office's own templates, as approved."""
    return [
        FakeTemplate(
            one.name, language, one.category.upper(), wording.body, buttons=wording.buttons
        )
        for one in ANNOUNCEMENTS
        for language, wording in one.texts.items()
        if language in (languages or one.texts)
    ]
