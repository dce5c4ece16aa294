"""A page that anybody may open: it stands alone, and its one style is named to the browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, Template

from handlers.web.guard import FRESH


@dataclass(frozen=True)
class OpenPage:
    """A page in several languages, one part for each."""

    template: Template
    headers: Mapping[str, str]

    def show(
        self,
        parts: Sequence[Mapping[str, object]],
        status: int = 200,
        more: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """Make the answer; ``more``: further headers.  A part has what the template names."""
        html = self.template.render(title=parts[0]["title"], parts=parts)
        return HTMLResponse(html, status, headers={**self.headers, **(more or {})})


def open_page(name: str) -> OpenPage:
    """Read a template of ``handlers/web/page``, and allow its style by digest and nothing else."""
    made = Environment(loader=PackageLoader("handlers.web", "page"), autoescape=True)
    template = made.get_template(name)
    style = str(template.module.__dict__["style"])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    return OpenPage(template, {**FRESH, "Content-Security-Policy": policy})
