"""URLs of the desk, under those of the admin, which ask for a login first."""

from django.urls import path
from django.views.decorators.cache import cache_control

from runtime.desk.views.file import open_file
from runtime.desk.views.listing import SubmissionList
from runtime.desk.views.preview import open_preview
from runtime.desk.views.submission import SubmissionPage
from runtime.desk.views.transition import AdvanceView, AskView

app_name = "desk"

#: Submissions are kept by no cache, shared or not.
private = cache_control(no_store=True, private=True)

urlpatterns = [
    path("", private(SubmissionList.as_view()), name="list"),
    path("results/", private(SubmissionList.as_view(results_only=True)), name="list_results"),
    path("<slug:reference>/", private(SubmissionPage.as_view()), name="submission"),
    path("<slug:reference>/files/<slug:file_id>/", private(open_file), name="file"),
    path("<slug:reference>/files/<slug:file_id>/preview/", private(open_preview), name="preview"),
    path("<slug:reference>/ask/", private(AskView.as_view()), name="ask"),
    path("<slug:reference>/advance/", private(AdvanceView.as_view()), name="advance"),
]
