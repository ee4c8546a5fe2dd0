"""``lockstep scenarios``: the catalogue."""

from __future__ import annotations

import argparse
import json

from lockstep import catalogue
from lockstep.cli.commands import Commands


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("scenarios", help="list the scenarios")
    parser.add_argument("--json", action="store_true", help="as JSON, with sources and parameters")
    parser.set_defaults(carry_out=carry_out)


def carry_out(options: argparse.Namespace) -> int:
    """Print the catalogue."""
    entries = catalogue.load()
    if options.json:
        print(json.dumps(entries, ensure_ascii=False, indent=1))
        return 0
    width = max(len(entry["name"]) for entry in entries)
    for entry in entries:
        if entry["listed"]:
            print(f"{entry['name']:<{width}}  {entry['title']}")
    print("\nRun one with: lockstep run scenario:NAME")
    return 0
