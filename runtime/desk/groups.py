"""Group that gives users access to the admin; what they see there depends on their departments."""

from django.contrib.auth.models import Group, Permission

AGENT_GROUP = "Agents"


def agent_group() -> Group:
    """Return the group of agents, made when missing: it opens the admin and gives no other right. Safe to repeat.

    Raises `Permission.DoesNotExist` before the permissions of the admin are in the database (`migrate`).
    """
    group, _ = Group.objects.get_or_create(name=AGENT_GROUP)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return group
