"""`build.py fuzz`: programs by chance, what `explore` says of each against the oracle.

Exit code 0: no fault found; 1: at least one; 2: usage.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz import compare
from tests.fuzz.programs import program
from tests.fuzz.shrink import shrink


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    logging.disable()  # of programs that leave failed tasks behind
    until, seed, kinds = time.monotonic() + 60 * options.minutes, options.seed, Counter[str]()
    wanted = {*compare.FAULTS, compare.GAVE_UP} if options.strict else set(compare.FAULTS)
    while time.monotonic() < until and (
        options.programs is None or kinds.total() < options.programs
    ):
        source = program(seed)
        verdict = compare.apart(source, options.seconds)
        kinds[verdict.kind] += 1
        if verdict.kind in wanted:
            _report(seed, source, verdict, options)
        seed += 1
        if kinds.total() % 100 == 0:
            print(_summary(kinds, seed), file=sys.stderr, flush=True)
    print(_summary(kinds, seed))
    return int(any(kinds[kind] for kind in wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="how long (default 5)")
    parser.add_argument("--seed", type=int, default=1, help="of the first program (default 1)")
    parser.add_argument("--programs", type=int, help="how many at most")
    parser.add_argument("--seconds", type=float, default=compare.SECONDS, help="for each")
    parser.add_argument("--strict", action="store_true", help="an unfinished answer is a fault too")
    parser.add_argument("--keep", type=Path, help="a folder for the programs that failed")
    parser.add_argument("--no-shrink", action="store_true", help="show them as they were made")
    return parser


def _report(seed: int, source: str, verdict: compare.Verdict, options: argparse.Namespace) -> None:
    if not options.no_shrink:
        kind = verdict.kind
        source = shrink(source, lambda text: compare.apart(text, options.seconds).kind == kind)
        verdict = compare.apart(source, options.seconds)
    text = f"{_described(seed, verdict)}\n{source}"
    print(text, flush=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        name = f"{verdict.kind.replace(' ', '_')}_{seed}.py"
        (options.keep / name).write_text(text, encoding="utf-8")


def _described(seed: int, verdict: compare.Verdict) -> str:
    reason = f"explore: {verdict.wording}" if verdict.wording else ""
    lines = [f"seed {seed}: {verdict.kind}", reason]
    lines += [f"oracle {n:>6} {ending}" for ending, n in _sorted(verdict.truth)]
    lines += [f"explore {n:>5} {ending}" for ending, n in _sorted(verdict.answer)]
    return "".join(f"# {line}\n" for line in lines if line)


def _sorted(counts: dict[tuple[str, str | None], int]) -> list[tuple[tuple[str, str | None], int]]:
    return sorted(counts.items(), key=str)


def _summary(kinds: Counter[str], seed: int) -> str:
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{kinds.total()} programs up to seed {seed - 1}: {counted}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
