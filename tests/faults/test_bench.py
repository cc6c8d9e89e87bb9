"""`manage.py bench` in miniature, from end to end on PostgreSQL: figures that make sense, and nothing left behind."""

import json
import subprocess
import sys

import psutil
import psycopg
import pytest

from tests.faults.database import own_url
from tests.faults.server import ROOT

#: What one whole submission may cost in statements (design 10), and what it costs now, page by page.
MOST_QUERIES = 45


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    file = tmp_path_factory.mktemp("bench") / "report.json"
    command = (
        sys.executable, "manage.py", "bench", "--database", f"{own_url()}_bench", "--clients", "2", "--submissions",
        "2", "--rounds", "1", "--sizes", "30", "60", "--repeats", "1", "--seconds", "3",
        "--json", str(file),
    )  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True, timeout=300)
    return json.loads(file.read_text(encoding="utf-8"))


def test_a_submission_is_held_against_a_bare_insert(report):
    costs = report["submission"]["clients"]["2"]

    assert report["database"] == "postgresql"
    assert costs["ratio"] > 1
    assert costs["cpu_ratio"] > 1
    assert costs["submission"]["web_ms"] > costs["insert"]["web_ms"] > 0
    assert costs["submission"]["database_ms"] > 0


def test_every_page_of_a_submission_is_told_with_its_queries_and_weight(report):
    pages = {page["page"]: page for page in report["submission"]["pages"]}

    assert len(pages) == 11
    assert all(page["gzip_bytes"] < 8_000 for page in pages.values())
    assert report["submission"]["queries"] == sum(page["queries"] for page in pages.values())
    assert 20 < report["submission"]["queries"] <= MOST_QUERIES


def test_a_worker_is_weighed(report):
    assert 20 < report["submission"]["pss_mib_a_worker"] <= 110


def test_pages_are_timed_at_each_size(report):
    assert len(report["growth"]["pages"]) >= 8
    assert all(set(times) == {"30", "60"} for times in report["growth"]["pages"].values())
    assert set(report["growth"]["ratios"]) == set(report["growth"]["pages"])


def test_clients_who_file_at_once_are_held_against_the_rows(report):
    load = report["load"]

    assert (load["clients"], load["errors"], load["lost"], load["doubled"]) == (2, {}, 0, 0)
    assert load["acknowledged"] >= 2
    assert load["filings_a_second"] > 0
    assert load["p95_ms_a_filing"] > load["p95_ms_a_page"] > 0


def test_nothing_is_left(report):
    with psycopg.connect(f"{own_url().rpartition('/')[0]}/postgres") as server:
        left = server.execute(
            "select 1 from pg_database where datname like %s", [f"%{own_url()[-9:]}_bench"]
        ).fetchall()

    assert left == []
    assert [
        each for each in psutil.process_iter(["cmdline"]) if "cms.bench.inside" in (each.info["cmdline"] or [])
    ] == []
