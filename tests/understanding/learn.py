"""Learn from the example sentences and keep the result: `python -m tests.understanding.learn`."""

from pathlib import Path

from bot import data

LEARNT = Path(data.__file__).parents[1] / "conversations" / "knowledge" / "learnt.json.gz"


def main() -> None:
    known = data.knowledge()
    for complaint in known.collisions():
        print(complaint)  # noqa: T201 - a command: what it prints is its result
    LEARNT.write_bytes(known.learnt().packed())


if __name__ == "__main__":
    main()
