"""Permissions of a user on departments: those that they are a member of, and their role there."""

from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from schemas.models import Department, Membership

Person: TypeAlias = AbstractBaseUser | AnonymousUser


def departments_of(user: Person) -> QuerySet[Department]:
    """Return the departments whose submissions `user` may see: only those they are a member of.

    Being an administrator of the site gives no right over what citizens sent.
    """
    if not user.is_authenticated or not user.is_active:
        return Department.objects.none()
    return Department.objects.filter(memberships__user=user)


def managed_departments_of(user: Person) -> QuerySet[Department]:
    """Return the departments that `user` manages."""
    if not user.is_authenticated or not user.is_active:
        return Department.objects.none()
    return Department.objects.filter(memberships__user=user, memberships__role=Membership.Role.MANAGER)


def roles_of(user: Person) -> frozenset[str]:
    """Return the roles that `user` has in any department."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(Membership.objects.filter(user=user).values_list("role", flat=True))


def role_in(user: Person, department: Department) -> str | None:
    """Return the role (`agent`, `manager`) of `user` in `department`, or None."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Membership.objects.filter(user=user, department=department).values_list("role", flat=True).first()
