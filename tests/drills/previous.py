"""The code that may still run on a schema that was just migrated: the commit in `.ci/previous`."""

import io
import shutil
import subprocess
import tarfile

from tests.faults.server import ROOT


def check_out(folder):
    """Write the tree of the commit into `folder`, with the settings of these drills, and return the folder."""
    commit = (ROOT / ".ci" / "previous").read_text(encoding="ascii").strip()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        tree.extractall(folder, filter="data")
    (folder / "tests" / "drills").mkdir(exist_ok=True)
    for name in ("__init__.py", "settings.py"):
        shutil.copy(ROOT / "tests" / "drills" / name, folder / "tests" / "drills" / name)
    return folder
