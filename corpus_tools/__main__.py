"""`python -m corpus_tools` is the command `corpus-tools`."""

from corpus_tools.cli import run

if __name__ == "__main__":
    run()
