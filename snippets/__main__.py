"""`python -m snippets …`: what people and `make` call."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from snippets.settings import SettingsError, load

__all__ = ["main"]

_MODULES = {"reference": "reference.command", "report": "overview"}
"""Command → its module, where that has another name."""


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; gives the exit status: 0 well, 1 something is not proved, 2 it could not start."""
    parser = argparse.ArgumentParser(prog="python -m snippets", description="Documentation that runs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve site and API, and check each page when it is saved")
    serve.add_argument("--port", type=int, default=8000, help="port of the site (8000)")
    serve.add_argument("--api-port", type=int, default=8443, help="port of the API, over TLS (8443)")
    serve.add_argument("--http-port", type=int, default=8080, help="port of the API without TLS (8080)")
    commands.add_parser(
        "env", help='print the lines that lead a shell there: eval "$(python -m snippets env)"'
    )
    commands.add_parser("verify", help="list every block that has no passing verdict for its present page")
    commands.add_parser("draw", help="draw each diagram whose text has changed")
    report = commands.add_parser("report", help="print the verdicts, what was not run, and coverage")
    report.add_argument("--json", action="store_true", help="print data for other programs")
    export = commands.add_parser("export", help="write each verified snippet as a file that runs by itself")
    export.add_argument("folder", metavar="DIR", help="new, empty, or of an earlier export")
    reference = commands.add_parser(
        "reference", help="write the pages of the API's operations, from its OpenAPI document"
    )
    reference.add_argument(
        "--check", action="store_true", help="write nothing; fail when a page is not right"
    )
    options = parser.parse_args(arguments)
    # Each command imports its own module: `env` runs on a bare Python, where the others can't be imported.
    module = import_module(f"snippets.{_MODULES.get(options.command, options.command)}")
    try:
        settings = load(Path.cwd())
        if options.command == "serve":
            return int(module.serve(settings, options.port, options.api_port, options.http_port))
        if options.command == "report":
            return int(module.overview(settings, options.json))
        if options.command == "export":
            return int(module.export(settings, options.folder))
        if options.command == "reference":
            return int(module.reference(settings, options.check))
        return int(getattr(module, options.command)(settings))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
