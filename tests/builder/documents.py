"""Files that hold documents, good and bad."""

import json
from pathlib import Path

import schemas

LIBRARY = Path(schemas.__file__).parent / "library" / "procedures"


def source(key="signalement-voirie"):
    """Return the JSON value of a document of the library, free to change."""
    return json.loads((LIBRARY / f"{key}.json").read_bytes())


def changed(*path, value=None, key="signalement-voirie"):
    """Return a document of the library with one place replaced, or added."""
    found = document = source(key)
    for each in path[:-1]:
        found = found[each]
    found[path[-1]] = value
    return json.dumps(document)
