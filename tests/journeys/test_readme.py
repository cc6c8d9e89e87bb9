"""The examples of the README do what it says: its very lines, run one after the other by curl against a live server."""

import json
import os
import re
import shutil
import subprocess

import pytest
from django.core.cache import cache

from cms.demonstration.town import library_documents, publish_file
from schemas.models import Version
from tests.house.tree import ROOT
from tests.journeys.person import a_photo
from tests.runtime.api.conftest import make_token
from tests.runtime.factories import make_department, make_site

KEY = "signalement-voirie"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"


def lines_of_the_api():
    """Return every line of shell of the section about the API."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## API\n")[2].partition("\n## ")[0]
    return [line for block in BLOCK.findall(section) for line in block.splitlines()]


@pytest.fixture
def shell(live_server, tmp_path):
    """Run a line as a reader would, the demonstration being the live server; what it printed, read as JSON."""
    assert shutil.which("curl"), "curl is missing: install it (apt-get install curl) to run the examples of the README."
    cache.clear()
    site = make_site()
    make_department(site, "voirie")
    (text,) = (each for each in library_documents("procedures") if json.loads(each)["key"] == KEY)
    publish_file(text, site)
    (tmp_path / "photo.jpg").write_bytes(a_photo().read())
    known = {"API": f"{live_server.url}/api/v1", "TOKEN": make_token(Version.objects.get(key=KEY).department)[1]}

    def run(line):
        environment = {"PATH": os.environ["PATH"], "no_proxy": "*", **known}
        done = subprocess.run(
            ["sh", "-euc", line], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        known.update({name.upper(): told[name] for name in ("reference", "key") if told.get(name) and "links" in told})
        return told

    return run


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_api_work_one_after_the_other(shell):
    first, *lines = lines_of_the_api()

    told = [shell(line) for line in lines]

    assert first == f"API={ADDRESS}/api/v1"
    assert len(lines) == 10
    assert [each for each in told if "status" in each and "type" in each] == []
    procedures, schema, file, filed, closed, opened, events, listed, moved, pulled = told
    assert [each["key"] for each in procedures["items"]] == [KEY]
    assert schema["$schema"].endswith("2020-12/schema")
    assert file["answer"]["name"] == "photo.jpg"
    assert closed["reference"] == opened["reference"] == filed["reference"]
    assert "answers" not in closed
    assert opened["answers"]["lieu"] == {"text": "12 rue des Exemples"}
    assert [each["number"] for each in events["items"]] == [1]
    assert [each["reference"] for each in listed["items"]] == [filed["reference"]]
    assert moved["state"]["id"] == "qualifie"
    assert [each["number"] for each in pulled["items"]] == [1, 2]
