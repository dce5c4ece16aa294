"""Run every benchmark, or those named, one after the other."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    scripts = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    failed = 0
    for name in sys.argv[1:] or scripts:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        failed += done.returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
