"""The sub-commands of ``peka``, a file for each subject; ``bot/cli.py`` puts them together."""
