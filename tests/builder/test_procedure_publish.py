"""`manage.py procedure publish` makes a checked document what its key points to, and says so."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from schemas.canonical import digest
from schemas.models import Department, Version
from schemas.versions import find_published
from tests.builder.documents import changed, source

KEY = "signalement-voirie"


@pytest.fixture
def department(site):
    return Department.objects.create(site=site, key=source()["department"], name="Voirie")


@pytest.fixture
def publish(tmp_path):
    """Publish some content; returns the exit code and everything said."""

    def run(content, **options):
        path = tmp_path / "document.json"
        path.write_text(content, encoding="utf-8")
        out = io.StringIO()
        try:
            call_command("procedure", "publish", str(path), stdout=out, **{"language": "en", **options})
        except CommandError as error:
            return error.returncode, f"{out.getvalue()}{error}"
        return 0, out.getvalue()

    return run


def test_document_is_published_with_its_note(publish, site, department):
    code, output = publish(json.dumps(source()), note="First one")

    version = find_published(KEY, site=site)
    assert (code, version.number, version.note) == (0, 1, "First one")
    assert version.sha256 == digest(source())
    assert output.endswith(f"{KEY} is published: version 1, sha256 {version.sha256}.\n")


def test_same_document_gets_no_new_version(publish, department):
    publish(json.dumps(source()))

    code, output = publish(json.dumps(source(), indent=8, sort_keys=True))

    assert (code, Version.objects.count()) == (0, 1)
    assert f"{KEY} has not changed since version 1, sha256 {digest(source())}: nothing was published." in output


def test_changed_document_gets_the_next_version(publish, site, department):
    publish(json.dumps(source()))

    output = publish(changed("summary", value="Autre chose."))[1]

    assert find_published(KEY, site=site).number == 2
    assert "version 2" in output


def test_document_with_problems_is_not_published(publish, department):
    code, output = publish(changed("rules", "show", "question/description", value=3))

    assert (code, Version.objects.count()) == (1, 0)
    assert "problem  /rules/show/question~1description  " in output


def test_document_whose_tests_fail_is_not_published(publish, department):
    tests = [{"name": "Essai", "given": {}, "expect": {"question/description": False}}]

    code, output = publish(changed("rules", "tests", value=tests))

    assert (code, Version.objects.count()) == (1, 0)
    assert "The test “Essai” fails" in output


def test_document_with_a_condition_that_nobody_meets_is_not_published(publish, department):
    nobody = {"and": [{"==": [{"var": "categorie"}, "eau"]}, {"==": [{"var": "categorie"}, "tags"]}]}

    code, output = publish(changed("rules", "show", "question/description", value=nobody))

    assert (code, Version.objects.count()) == (1, 0)
    assert "Nobody can meet both of these conditions" in output


def test_unknown_department_says_which_there_are(publish, site, department):
    Department.objects.create(site=site, key="etat-civil", name="État civil")

    code, output = publish(changed("department", value="ailleurs"))

    assert (code, Version.objects.count()) == (1, 0)
    assert "/department  The site has no department “ailleurs”: write one of etat-civil, " in output
    assert output.endswith("Not published.")


def test_site_without_departments_says_so(publish, site):
    assert "nor any other: have it created first." in publish(json.dumps(source()))[1]


@pytest.mark.parametrize("address", ["annexe.example", "annexe.example:8443"])
def test_site_is_chosen_by_its_hostname(publish, site, department, address):
    other = Site.objects.create(hostname="annexe.example", port=8443, root_page=site.root_page)
    Department.objects.create(site=other, key=department.key, name="Voirie")

    code, _ = publish(json.dumps(source()), site=address)

    assert code == 0
    assert find_published(KEY, site=other) is not None
    assert find_published(KEY, site=site) is None


def test_unknown_site_says_which_there_are(publish, site, department):
    code, output = publish(json.dumps(source()), site="nulle.part")

    assert (code, Version.objects.count()) == (1, 0)
    assert f"“nulle.part” is not the name of one site. Give one of {site.hostname}:{site.port}" in output
