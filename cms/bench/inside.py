"""Entry point of the process that measures, with the settings and database of the measured servers.

Started by `cms.bench.run` with one argument, a JSON object: `parts`, `options`, `folder`, `report` (the file to write).
"""

import json
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection


def main(asked: dict[str, Any]) -> None:
    """Create the site, measure part after part, write the report."""
    django.setup()
    from cms.bench.options import Options  # noqa: PLC0415 - models can be imported only now
    from cms.bench.parts import PARTS  # noqa: PLC0415
    from cms.bench.people import found_site  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found_site()
    report: dict[str, Any] = {"database": connection.vendor}
    for name in asked["parts"]:
        print(f"Measuring: {name}", file=sys.stderr, flush=True)  # noqa: T201 - the only sign of life of a long run
        report[name] = PARTS[name](Options.read(asked["options"]), Path(asked["folder"]))
    Path(asked["report"]).write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
