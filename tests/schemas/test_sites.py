"""The site of a request is asked of the database once a minute."""

import pytest
from wagtail.models import Site

from schemas.sites import site_of
from schemas.versions import find_published, known_version
from tests.runtime.factories import make_version

pytestmark = pytest.mark.django_db


def test_the_site_is_remembered_by_host_name(rf, site, django_assert_num_queries):
    other = Site.objects.create(hostname="other.example", root_page=site.root_page)
    with django_assert_num_queries(2):
        assert site_of(rf.get("/", headers={"host": "testserver"})) == site
        site_of(rf.get("/", headers={"host": "localhost"}))

    with django_assert_num_queries(0):
        assert site_of(rf.get("/", headers={"host": "testserver"})) == site
    assert other.pk != site.pk


def test_a_version_is_remembered_with_its_department_and_shared_with_nobody(site, django_assert_num_queries):
    version = make_version(site)
    known_version(version.pk).department.phone = "changed by somebody"

    with django_assert_num_queries(0):
        assert known_version(version.pk) == version
        assert known_version(version.pk).department.phone == version.department.phone


def test_what_is_published_is_always_asked_for(site, django_assert_num_queries):
    version = make_version(site)
    find_published(version.key, site=site)

    with django_assert_num_queries(1):
        assert find_published(version.key, site=site) == version
