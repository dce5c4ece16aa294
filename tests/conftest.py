"""What every test may use, and the wall around all of them: no network but this machine."""

import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import postgres

DELIVERIES = Path(
    os.environ.get("PEKA_DELIVERIES") or postgres.ROOT.parent / "shared" / "deliveries"
)
_REPLAYED = pytest.StashKey[int]()
DELIVERIES_KEY = "deliveries replayed"
_refused: list[str] = []


class OutsideWorld(RuntimeError):
    """A test tried to reach another machine."""


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(
            host.decode() if isinstance(host, bytes) else str(host)
        ).is_loopback
    except ValueError:
        return False


def _guard(event: str, args: tuple[object, ...]) -> None:
    """Judge every connection that Python opens, whatever library asks for it."""
    if not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not _is_loopback(host):
        _refused.append(f"{event} {host!r}")
        raise OutsideWorld(f"{event} {host!r}")


sys.addaudithook(_guard)

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("peka", deadline=None, print_blob=True)
hypothesis.settings.load_profile("peka")


@pytest.fixture(autouse=True)
def _stays_at_home() -> Iterator[None]:
    """Fail the test that reached out, even where our code took the refusal for an outage."""
    _refused.clear()
    yield
    assert not _refused, f"reached out of this machine: {_refused}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """URL of the server itself; a test that writes takes `postgres_url`."""
    return postgres.server_url()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh empty PostgreSQL database of this test's own."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'peka.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh empty database, once of each kind."""
    kind = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's Chromium; without one skip, or fail where `PEKA_REQUIRE_BROWSER` is set.

    Playwright starts it with `executable_path=chromium, args=["--no-sandbox"]`.
    """
    found = shutil.which("chromium")
    if found is None and os.environ.get("PEKA_REQUIRE_BROWSER"):
        pytest.fail("PEKA_REQUIRE_BROWSER is set, but there is no chromium")
    return found or pytest.skip("no chromium here")


@pytest.fixture(scope="session")
def deliveries() -> Path:
    """The folder of the peers' recorded deliveries; skips where there is none."""
    if not DELIVERIES.is_dir():
        pytest.skip("no recorded deliveries here")
    return DELIVERIES


@pytest.fixture
def replayed(request: pytest.FixtureRequest) -> "Replayed":
    """Counts the recorded deliveries that a test really played, for the closing report."""
    return Replayed(request.config)


class Replayed:
    def __init__(self, config: pytest.Config) -> None:
        self._stash = config.stash

    def one(self) -> None:
        self._stash[_REPLAYED] = self._stash.get(_REPLAYED, 0) + 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count of a worker to the process that closes the run."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[DELIVERIES_KEY] = session.config.stash.get(_REPLAYED, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - xdist's own type
    """Add up the counts of the workers."""
    stash, output = node.config.stash, getattr(node, "workeroutput", {})
    stash[_REPLAYED] = stash.get(_REPLAYED, 0) + output.get(DELIVERIES_KEY, 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many recorded deliveries were played; `.ci/run` reads this line."""
    terminalreporter.write_line(f"deliveries replayed: {config.stash.get(_REPLAYED, 0)}")
