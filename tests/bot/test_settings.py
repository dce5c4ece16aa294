"""Settings: every problem at once, no secret printed, modes by what is given."""

from pathlib import Path

import pytest

from bot.settings import Misconfigured, Settings, Telegram, read_settings


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PEKA_{name.upper()}", raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"PEKA_{name.upper()}", value)


def test_all_problems_are_reported_at_once_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch,
        port="99999",
        telegram_api="http://evil.example",
        whatsapp_token="rahasia-sekali",
        database_url="postgresql+psycopg://u@127.0.0.1/d",
    )
    with pytest.raises(Misconfigured) as caught:
        read_settings()
    said = "\n".join(caught.value.complaints)
    for name in ("PEKA_PORT", "PEKA_TELEGRAM_API", "PEKA_WHATSAPP_", "PEKA_SECRET_KEY"):
        assert name in said
    assert "rahasia-sekali" not in said


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        ({}, Telegram.OFF),
        ({"telegram_token": "1:a"}, Telegram.POLLING),
        (
            {
                "telegram_token": "1:a",
                "public_url": "https://peka.example",
                "telegram_secret": "s",
            },
            Telegram.WEBHOOK,
        ),
        ({"telegram_token": "1:a", "telegram_mode": "off"}, Telegram.OFF),
    ],
)
def test_the_mode_of_telegram_follows_from_what_is_given(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], mode: Telegram
) -> None:
    given(monkeypatch, **settings)
    assert read_settings().telegram is mode


def test_plain_http_is_allowed_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, telegram_api="http://127.0.0.1:8081")
    assert read_settings().telegram_api == "http://127.0.0.1:8081"


def test_a_key_is_made_once_and_is_the_owners_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, home="rumah")
    key = read_settings().key()
    assert read_settings().key() == key
    assert Path("rumah/secret.key").stat().st_mode & 0o777 == 0o600
    assert Path("rumah").stat().st_mode & 0o777 == 0o700


def test_secrets_may_lie_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("secrets").mkdir()
    Path("secrets/PEKA_METRICS_TOKEN").write_text("dari-berkas\n")
    given(monkeypatch, secrets_dir="secrets")
    assert read_settings().metrics_token.get_secret_value() == "dari-berkas"
