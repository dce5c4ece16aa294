"""Every setting of Peka, read once: environment, ``.env``, or files in ``secrets_dir``.

All problems are reported at once, and no secret is ever printed.
"""

from __future__ import annotations

import base64
import os
import secrets
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bansos.broadcasts import Quiet, Terms

DEMO_REGIONS = ("35.26", "35.11", "17.06", "17.08")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
KEY_LENGTH = 32
SHORTEST_KEY = 32
SHORTEST_WEBHOOK_KEY = 24


class Telegram(StrEnum):
    """How Telegram's updates come in."""

    WEBHOOK = "webhook"
    POLLING = "polling"
    OFF = "off"


class Web(StrEnum):
    """Who may use the web page."""

    DEMO = "demo"
    """Only while the data is made up."""
    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """The settings by name, without their prefix ``PEKA_``."""

    model_config = SettingsConfigDict(
        env_prefix="PEKA_",
        env_file=".env",
        extra="ignore",
        hide_input_in_errors=True,
    )

    home: Path = Path("data")
    database_url: str = ""
    evidence: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    region: Annotated[tuple[str, ...], NoDecode] = ("35.26",)
    web: Web = Web.DEMO
    demo: bool = False
    slot: str = "w0"
    secret_key: SecretStr = SecretStr("")
    admin_secret: SecretStr = SecretStr("")
    admin_staff: Annotated[frozenset[int], NoDecode] = frozenset()
    events_url: str = ""
    events_secret: SecretStr = SecretStr("")
    telegram_token: SecretStr = SecretStr("")
    telegram_api: str = "https://api.telegram.org"
    telegram_secret: SecretStr = SecretStr("")
    telegram_mode: Telegram | None = None
    whatsapp_token: SecretStr = SecretStr("")
    whatsapp_phone_id: str = ""
    whatsapp_waba_id: str = ""
    whatsapp_app_secret: SecretStr = SecretStr("")
    whatsapp_verify_token: SecretStr = SecretStr("")
    whatsapp_api: str = "https://graph.facebook.com"
    metrics_token: SecretStr = SecretStr("")
    log: str = Field(default="console", pattern="^(console|json)$")
    office_name: str = "Dinas Sosial"
    office_address: str = ""
    office_hours: str = "Senin–Jumat 08.00–15.00"
    privacy_officer: str = ""
    polres_phone: str = ""
    kejari_phone: str = ""
    kemensos_phone: str = "021-171"
    violence_help: str = "SAPA 129, WhatsApp 08111-129-129"
    despair_help: str = "healing119.id"
    numbers_date: date | None = None
    telegram_rate: float = Field(default=30, gt=0, le=1000)
    whatsapp_rate: float = Field(default=80, gt=0, le=1000)
    whatsapp_tier: int = Field(default=250, gt=0)
    whatsapp_cost_marketing: float = Field(default=0, ge=0)
    whatsapp_cost_utility: float = Field(default=0, ge=0)
    currency: str = "Rp"
    quiet_hours: str = Field(
        default="20.00-07.00", pattern=r"^([01]\d|2[0-3])\.[0-5]\d-([01]\d|2[0-3])\.[0-5]\d$"
    )

    @field_validator("region", "admin_staff", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("telegram_api", "whatsapp_api", "public_url", "events_url")
    @classmethod
    def _safe_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            value
            and parts.scheme != "https"
            and not (parts.scheme == "http" and parts.hostname in LOOPBACK)
        ):
            raise ValueError(
                "must begin with https:// (plain http:// only for this machine, 127.0.0.1)"
            )
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := [text for wrong, text in self._conditions() if wrong]:
            raise ValueError("; ".join(problems))
        return self

    def _conditions(self) -> list[tuple[bool, str]]:
        whatsapp = (self.whatsapp_token, self.whatsapp_app_secret, self.whatsapp_verify_token)
        given = [bool(one.get_secret_value()) for one in whatsapp] + [bool(self.whatsapp_phone_id)]
        webhook = self.telegram is Telegram.WEBHOOK
        return [
            (not self._keys_are_long(),
             f"PEKA_SECRET_KEY needs at least {SHORTEST_KEY} signs, each of several too"),
            (not self.lite and not self.secret_key.get_secret_value(),
             "PEKA_SECRET_KEY is needed with PostgreSQL (64 hexadecimal digits)"),
            (self.telegram is not Telegram.OFF and not self.telegram_token.get_secret_value(),
             "PEKA_TELEGRAM_TOKEN is needed for PEKA_TELEGRAM_MODE=webhook or polling"),
            (webhook and not self.public_url,
             "PEKA_PUBLIC_URL is needed for the Telegram webhook"),
            (webhook and not self.telegram_secret.get_secret_value(),
             "PEKA_TELEGRAM_SECRET is needed for the Telegram webhook (any long random word)"),
            (not _is_webhook_secret(self.admin_secret.get_secret_value()),
             "PEKA_ADMIN_SECRET must be whsec_ and at least 24 bytes in base64"),
            (not _is_webhook_secret(self.events_secret.get_secret_value()),
             "PEKA_EVENTS_SECRET must be whsec_ and at least 24 bytes in base64"),
            (bool(self.events_url) != bool(self.events_secret.get_secret_value()),
             "PEKA_EVENTS_URL and PEKA_EVENTS_SECRET need each other"),
            (any(given) and not all(given),
             "WhatsApp needs PEKA_WHATSAPP_TOKEN, _PHONE_ID, _APP_SECRET and _VERIFY_TOKEN"),
        ]  # fmt: skip

    def _keys_are_long(self) -> bool:
        given = self.secret_key.get_secret_value()
        return not given or all(len(one.strip()) >= SHORTEST_KEY for one in given.split(","))

    @property
    def url(self) -> str:
        """The database."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'peka.db'}"

    @property
    def area(self) -> tuple[str, ...]:
        """The kabupaten served; the demo has its own four."""
        return DEMO_REGIONS if self.demo else self.region

    @property
    def lite(self) -> bool:
        """One process on SQLite."""
        return self.url.startswith("sqlite")

    @property
    def evidence_folder(self) -> Path:
        """Where photos and documents lie, sealed and clean."""
        return self.evidence or self.home / "evidence"

    @property
    def own_url(self) -> str:
        """Where this Peka is found: what stands on letters."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def telegram(self) -> Telegram:
        """The mode of Telegram: as set, or what token and public address allow."""
        if self.telegram_mode is not None:
            return self.telegram_mode
        if not self.telegram_token.get_secret_value():
            return Telegram.OFF
        return Telegram.WEBHOOK if self.public_url else Telegram.POLLING

    @property
    def whatsapp(self) -> bool:
        """WhatsApp is configured."""
        return bool(self.whatsapp_phone_id)

    @property
    def terms(self) -> Terms:
        """What sending to many is bound to."""
        begins, ends = (
            time.fromisoformat(one.replace(".", ":")) for one in self.quiet_hours.split("-")
        )
        service = self.whatsapp_cost_utility
        return Terms(
            quiet=Quiet(begins, ends),
            rates={"telegram": self.telegram_rate, "whatsapp": self.whatsapp_rate},
            tier=self.whatsapp_tier,
            costs={
                "education": self.whatsapp_cost_marketing,
                "schedule": service,
                "reminder": service,
            },
            currency=self.currency,
        )

    def key(self) -> str:
        """Give the secret key; with SQLite it is made once and kept in ``HOME/secret.key``."""
        if given := self.secret_key.get_secret_value():
            return given
        self.make_home()
        path = self.home / "secret.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_LENGTH) + "\n")
        return path.read_text().strip()

    def has_key(self) -> bool:
        """Tell whether there is a secret key, without making one."""
        given = bool(self.secret_key.get_secret_value())
        return given or (self.home / "secret.key").is_file()

    def make_home(self) -> None:
        """Make the folder of database, evidence and keys, for its owner only."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)


def _is_webhook_secret(text: str) -> bool:
    """Tell whether a secret is one of Standard Webhooks; none at all is fine."""
    if not text:
        return True
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    return text.startswith("whsec_") and len(key) >= SHORTEST_WEBHOOK_KEY


class Misconfigured(Exception):
    """Settings that cannot be used; ``complaints`` names every problem, and no secret."""

    def __init__(self, complaints: list[str]) -> None:
        """Keep the sentences for the operator."""
        super().__init__("; ".join(complaints))
        self.complaints = complaints


def read_settings() -> Settings:
    """Read the settings; raises :class:`Misconfigured` with all problems at once.

    ``PEKA_SECRETS_DIR`` names a folder with a file for each secret, as containers mount them.
    """
    folder = os.environ.get("PEKA_SECRETS_DIR")
    try:
        return Settings(_secrets_dir=folder)
    except ValidationError as fault:
        found = _sentences(fault)
        wrong = {str(error["loc"][0]) for error in fault.errors() if error["loc"]}
    # What the settings demand of each other is only judged once each is sound by itself.
    sound = {name: Settings.model_fields[name].default for name in wrong}
    try:
        Settings(_secrets_dir=folder, **sound)
    except ValidationError as fault:
        found += [one for one in _sentences(fault) if one not in found]
    raise Misconfigured(found)


def _sentences(fault: ValidationError) -> list[str]:
    found = []
    for error in fault.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in error["loc"]).upper()
        text = error["msg"].removeprefix("Value error, ")
        found += [f"PEKA_{name}: {text}"] if name else text.split("; ")
    return found
