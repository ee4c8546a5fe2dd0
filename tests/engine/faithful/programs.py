"""The corpus: small programs, by the sentence that names them."""

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


def load() -> dict[str, str]:
    """Return all programs, theme by theme; a line `### sentence` begins each."""
    programs = {}
    for file in sorted(CORPUS.glob("*.txt")):
        for part in file.read_text("utf-8").split("### ")[1:]:
            name, _, source = part.partition("\n")
            programs[f"{file.stem}: {name}"] = source
    return programs
