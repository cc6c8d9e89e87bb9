"""Parts of the bench, by name. A part is a function of the options and a folder of its own; it returns JSON."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cms.bench import growth, load, rules, submission
from cms.bench.options import Options

Part = Callable[[Options, Path], dict[str, Any]]

#: In the order they run: the part that fills the database comes last.
PARTS: Mapping[str, Part] = {
    "rules": rules.measure_rules,
    "submission": submission.measure_submission,
    "load": load.measure_load,
    "growth": growth.measure_growth,
}
