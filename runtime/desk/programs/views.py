"""Pages where managers let programs act for their departments: list of tokens, new token, revocation."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from runtime.desk.audit_log import record_issue, record_revocation
from runtime.desk.programs.forms import TokenForm
from runtime.presentation.formats import word_date
from runtime.programs.models import Scope, ServiceToken
from runtime.programs.tokens import issue_token, revoke_token
from schemas.models import Department
from schemas.permissions import managed_departments_of


class TokenView(WagtailAdminTemplateMixin, TemplateView):
    """Common parts of the pages about programs: a user who manages no department finds nothing here."""

    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.departments:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def departments(self) -> QuerySet[Department]:
        return managed_departments_of(self.request.user)

    @property
    def tokens(self) -> QuerySet[ServiceToken]:
        rows = ServiceToken.objects.filter(department__in=self.departments)
        return rows.select_related("department").order_by("department__name", "name", "pk")

    def get_page_title(self) -> str:
        return _("Programs")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": reverse("programs:list"), "label": _("Programs")}]


class TokenList(TokenView):
    """Every token of the departments that this user manages, ended ones too."""

    template_name = "runtime/programs/list.html"
    http_method_names = ("get", "head", "options")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(tokens=[_told(token) for token in self.tokens], **kwargs)


class TokenAdd(TokenView):
    """Make a token: its text is on the answer to the form, and nowhere else."""

    template_name = "runtime/programs/add.html"
    http_method_names = ("get", "head", "post", "options")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        kwargs.setdefault("form", TokenForm(departments=self.departments))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = TokenForm(request.POST, departments=self.departments)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        token, text = issue_token(
            given["department"],
            name=given["name"],
            scopes=given["scopes"],
            expires_at=form.expires_at,
            by=request.user,
        )
        record_issue(token, user=request.user)
        context = self.get_context_data(form=form, token=_told(token), text=text)
        return self.response_class(request, ["runtime/programs/issued.html"], context)


class TokenRevoke(TokenView):
    """Ask, then end a token at once."""

    template_name = "runtime/programs/revoke.html"
    http_method_names = ("get", "head", "post", "options")

    @cached_property
    def token(self) -> ServiceToken:
        return get_object_or_404(self.tokens, pk=self.kwargs["token_id"])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(token=_told(self.token), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        revoke_token(self.token)
        record_revocation(self.token, user=request.user)
        messages.success(request, _("%(name)s may do nothing more.") % {"name": self.token.name})
        return HttpResponseRedirect(reverse("programs:list"))


def _told(token: ServiceToken) -> dict[str, object]:
    """Return a token as people read it."""
    return {
        "id": token.pk,
        "name": token.name,
        "department": token.department.name,
        "scopes": [str(Scope(scope).label) for scope in token.scopes],
        "created": word_date(timezone.localdate(token.created_at)),
        "expires": word_date(timezone.localdate(token.expires_at)),
        "last_used": word_date(token.last_used_on) if token.last_used_on else _("never"),
        "state": _state(token),
        "is_usable": _state(token) == _("valid"),
    }


def _state(token: ServiceToken) -> str:
    if token.revoked_at:
        return _("revoked")
    return _("valid") if token.expires_at > timezone.now() else _("expired")
