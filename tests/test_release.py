import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("bansos", "bot", "conversations", "handlers", "locales", "storage")
FRAME = ("LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "requirements.in")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left in the tree."""
    source = tmp_path_factory.mktemp("source")
    for name in FOLDERS:
        if (ROOT / name).exists():
            shutil.copytree(
                ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.tmp")
            )
    for name in FRAME:
        shutil.copy(ROOT / name, source / name)
    _run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(source / "dist"), cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(folder)
    return folder


def test_the_wheel_carries_every_file(wheel: Path) -> None:
    source = wheel.parent.parent
    written = {
        path.relative_to(source).as_posix()
        for name in FOLDERS
        for path in (source / name).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as files:
        carried = {name for name in files.namelist() if ".dist-info/" not in name}
    assert carried == written


def test_the_wheel_asks_for_what_the_lock_was_made_from(installed: Path) -> None:
    (metadata,) = installed.glob("*.dist-info/METADATA")
    asked = [line for line in metadata.read_text().splitlines() if "Requires-Dist" in line]
    assert len(asked) == len((ROOT / "requirements.in").read_text().split())


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "bot" / "cli.py").exists(), reason="no command line yet")
def test_the_installed_program_runs_outside_the_tree(installed: Path, tmp_path: Path) -> None:
    # Python reads no .pth file from PYTHONPATH: of Peka it sees the installed copy alone.
    home = {"PYTHONPATH": os.pathsep.join([str(installed), sysconfig.get_path("purelib")])}
    start = "import sys, bot.cli as cli; sys.argv = ['peka', 'demo', '--json']; cli.main()"
    told = _run("-S", "-P", "-c", start, cwd=tmp_path, **home)
    assert json.loads(told)


def _run(*arguments: str, cwd: Path, **settings: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
