"""What the tests of submissions start from: a published procedure, one submission, its agent and manager."""

import pytest
from django.contrib.auth import get_user_model

from schemas.models import Membership
from tests.runtime.factories import make_submission, make_version
from tests.runtime.procedures import ACTE


@pytest.fixture
def version(site):
    return make_version(site, ACTE)


@pytest.fixture
def submission(version):
    return make_submission(version)


def member(department, role):
    user = get_user_model().objects.create_user(f"{role}@{department.key}.example")
    Membership.objects.create(user=user, department=department, role=role)
    return user


@pytest.fixture
def agent(version):
    return member(version.department, "agent")


@pytest.fixture
def manager(version):
    return member(version.department, "manager")
