"""URLs of programs, under those of the admin, which ask for a login first."""

from django.urls import path
from django.views.decorators.cache import cache_control

from runtime.desk.programs.views import TokenAdd, TokenList, TokenRevoke

app_name = "programs"

#: A page may hold a token: it is kept by no cache.
private = cache_control(no_store=True, private=True)

urlpatterns = [
    path("", private(TokenList.as_view()), name="list"),
    path("add/", private(TokenAdd.as_view()), name="add"),
    path("<int:token_id>/revoke/", private(TokenRevoke.as_view()), name="revoke"),
]
