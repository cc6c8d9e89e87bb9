"""Versions never change; a key points to one of them, or to none."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.accounts.models import User
from schemas.models import ImmutableError, Membership, Version
from schemas.permissions import departments_of, role_in
from schemas.publishing import Refused, close, publish
from schemas.versions import find_closed, find_published, load_compiled, published
from tests.runtime.documents import document_of, text
from tests.runtime.factories import make_department, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    site = make_site()
    make_department(site)
    return site


def test_publishing_points_the_key_to_a_new_version(place):
    first = publish(document_of({"un": [text("a")]}), site=place)
    second = publish(document_of({"un": [text("b")]}), site=place)

    assert (first.number, second.number) == (1, 2)
    assert find_published("essai", site=place) == second
    assert published(place) == [second]


def test_publishing_the_same_document_again_makes_no_version(place):
    first = publish(document_of({"un": [text("a")]}), site=place)

    assert publish(document_of({"un": [text("a")]}), site=place) == first


def test_a_former_document_can_be_published_again(place):
    publish(document_of({"un": [text("a")]}), site=place)
    publish(document_of({"un": [text("b")]}), site=place)

    assert publish(document_of({"un": [text("a")]}), site=place).number == 3


def test_a_closed_key_points_to_nothing_and_its_last_version_is_still_known(place):
    version = publish(document_of({"un": [text("a")]}), site=place)

    close("essai", site=place)

    assert find_published("essai", site=place) is None
    assert find_closed("essai", site=place) == version


def test_a_department_that_the_site_lacks_is_told(place):
    with pytest.raises(Refused) as refusal:
        publish(document_of({"un": [text("a")]}, department="ailleurs"), site=place)

    assert [problem.code for problem in refusal.value.problems] == ["unknown_department"]
    assert Version.objects.count() == 0


def test_a_document_that_does_not_compile_is_told_once_whatever_its_languages(place):
    show = {"question/b": {"answered": "zzz"}}
    english = {"en": {"title": {"text": "Trial", "of": ""}}}

    with pytest.raises(Refused) as refusal:
        publish(document_of({"un": [text("a"), text("b")]}, show=show, translations=english), site=place)

    assert [problem.code for problem in refusal.value.problems] == ["unknown_name"]


def test_a_version_is_never_changed_nor_deleted(place):
    version = publish(document_of({"un": [text("a")]}), site=place)
    version.note = "autre"

    for act in (version.save, version.delete, Version.objects.all().delete, lambda: Version.objects.update(note="x")):
        with pytest.raises(ImmutableError):
            act()


def test_a_version_is_compiled_once_in_each_language(place):
    english = {"en": {"title": {"text": "Trial", "of": ""}}}
    version = publish(document_of({"un": [text("a")]}, translations=english), site=place)

    assert load_compiled(version, "fr") is load_compiled(version, "fr")
    assert load_compiled(version, "en").document.title == "Trial"


def test_only_members_see_a_department(place):
    department = make_department(place)
    member = User.objects.create_user("membre@example.org")
    administrator = User.objects.create_superuser("admin@example.org")
    Membership.objects.create(user=member, department=department, role=Membership.Role.MANAGER)

    assert list(departments_of(member)) == [department]
    assert role_in(member, department) == "manager"
    for stranger in (administrator, AnonymousUser()):
        assert list(departments_of(stranger)) == []
        assert role_in(stranger, department) is None


def test_somebody_who_left_sees_nothing(place):
    department = make_department(place)
    member = User.objects.create_user("membre@example.org", is_active=False)
    Membership.objects.create(user=member, department=department)

    assert list(departments_of(member)) == []
    assert role_in(member, department) is None
