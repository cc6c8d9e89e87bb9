"""User accounts, by e-mail address: agents, service managers, administrators. Citizens have no account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


def normal_email(email: str | None) -> str:
    """Return the form in which an address is stored and looked up: no provider in use distinguishes capitals."""
    return (email or "").strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes and finds users by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a user who may log in but see nothing yet. Raises `ValueError` without an address."""
        if not normal_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return an administrator, who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractUser):
    """A person who works for the organisation."""

    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Another user has this e-mail address.")},
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def clean(self) -> None:
        super().clean()
        self.email = normal_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normal_email(self.email)
        super().save(*args, **kwargs)
