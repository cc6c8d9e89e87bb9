"""Departments, their members, published versions, the version that each key points to, and lists."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from schemas.canonical import digest_of_text


class ImmutableError(Exception):
    """An attempt to change or delete what is never changed."""


class Department(models.Model):
    """A department, responsible for procedures; its phone is on every receipt (CRPA R112-11-1)."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey("wagtailcore.Site", models.PROTECT, related_name="+", verbose_name=_("site"))
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    hours = models.TextField(_("opening hours"), blank=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("site", "key"), name="department_key_once_a_site"),)

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> dict[str, str]:
        """Return what people read to reach the department."""
        return {name: getattr(self, name) for name in ("name", "email", "phone", "address", "hours")}


class Membership(models.Model):
    """A user belongs to a department, as agent or as manager."""

    wagtail_reference_index_ignore = True

    class Role(models.TextChoices):
        AGENT = "agent", _("agent")
        MANAGER = "manager", _("service manager")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="memberships", verbose_name=_("department"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.AGENT)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = (models.UniqueConstraint(fields=("user", "department"), name="member_once_a_department"),)

    def __str__(self) -> str:
        return f"{self.user} – {self.department}"


class VersionQuerySet(models.QuerySet):
    def update(self, **kwargs: object) -> int:
        raise ImmutableError("a version is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ImmutableError("a version is never deleted")


class DocumentKind(models.TextChoices):
    """What a document is: each kind has its own keys and its own addresses."""

    PROCEDURE = "procedure", _("procedure")
    SIMULATOR = "simulator", _("simulator")


class Version(models.Model):
    """A published document. Never changed: its text is canonical JSON (RFC 8785) and `sha256` is over that text."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind, default=DocumentKind.PROCEDURE)
    site = models.ForeignKey("wagtailcore.Site", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="versions")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = (
            models.UniqueConstraint(fields=("site", "kind", "key", "number"), name="version_number_once_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise ImmutableError("a version is never changed")
        if digest_of_text(self.document) != self.sha256:
            raise ValidationError({"sha256": "not the digest of the document"})
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise ImmutableError("a version is never deleted")


class Publication(models.Model):
    """Where a key of a site points: to the version that is open now, or to none when it is closed."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind, default=DocumentKind.PROCEDURE)
    site = models.ForeignKey("wagtailcore.Site", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="publications")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = (models.UniqueConstraint(fields=("site", "kind", "key"), name="publication_key_once_a_site"),)

    def __str__(self) -> str:
        return self.key


class ListEntry(models.Model):
    """One line of a list that an operator loads: communes, schools. `search` is its name folded for look-ups."""

    wagtail_reference_index_ignore = True

    list_name = models.SlugField(max_length=40)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    context = models.CharField(max_length=120, blank=True)
    search = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        constraints = (models.UniqueConstraint(fields=("list_name", "code"), name="entry_code_once_a_list"),)
        indexes = (models.Index(fields=("list_name", "search"), name="entry_search"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ListAlias(models.Model):
    """Another name under which an entry is found, folded: the English name of a country, for instance."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(ListEntry, models.CASCADE, related_name="aliases")
    search = models.CharField(max_length=300, db_index=True)

    class Meta:
        verbose_name = _("other name of a list entry")
        verbose_name_plural = _("other names of list entries")

    def __str__(self) -> str:
        return self.search
