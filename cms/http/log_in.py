"""Forms of the log-in and of a forgotten password: limited before anything costly, and the same for every account."""

from math import ceil
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from runtime.delivery.models import Delivery
from runtime.delivery.outbox import folded_address, may_mail, post_email
from runtime.limits.client import client_address
from runtime.limits.limiter import hit, limit
from runtime.links.addresses import public_url

FIVE_MINUTES, HOUR = 300, 3_600


class LimitedLoginForm(LoginForm):
    """Log-in that looks at a password only while account and client are within their limits: hashing one is costly."""

    def clean(self) -> dict[str, Any]:
        account, client = self.cleaned_data.get("username", "").casefold(), client_address(self.request)
        verdict = hit(
            limit("log_ins", f"{account} {client}", seconds=FIVE_MINUTES),
            limit("log_ins_of_client", client, seconds=FIVE_MINUTES),
            limit("log_ins_of_account", account, seconds=HOUR),
        )
        if not verdict.is_allowed:
            minutes = ceil(verdict.wait_seconds / 60)
            words = _("Too many tries to log in. Wait for %(minutes)s min, then try again.")
            raise ValidationError(words % {"minutes": minutes}, code="too_many")
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class PostedPasswordResetForm(PasswordResetForm):
    """Link to a new password through the outbox; whether the account exists shows neither in words nor in work."""

    def save(self, *_args: object, request: Any, **_options: object) -> None:
        """Post one mail: to the account of the address typed, or to nobody when there is none."""
        typed = self.cleaned_data["email"]
        if not may_mail(typed, limit("resets", client_address(request), seconds=HOUR)):
            return
        accounts = [user for user in self.get_users(typed) if folded_address(user.email) == folded_address(typed)]
        account = accounts[0] if accounts else get_user_model()(pk=0, email=typed, password="")
        uid = urlsafe_base64_encode(force_bytes(account.pk))
        token = default_token_generator.make_token(account)
        link = public_url(reverse("wagtailadmin_password_reset_confirm", kwargs={"uidb64": uid, "token": token}))
        post_email(
            to=account.email if accounts else "",
            template="password_reset",
            params={"account": account.get_username(), "link": link},
            language=get_language() or "",
            priority=Delivery.Priority.AWAITED,
        )
