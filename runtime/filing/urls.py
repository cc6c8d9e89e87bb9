"""The addresses of filing; `reprendre`, `commencer`, `d`, `verifier`, `envoyee` and the like are reserved words."""

from django.urls import path

from runtime.filing.views import outcome, returning, sending, start

app_name = "filing"

urlpatterns = [
    path("reprendre/", returning.resume, name="resume"),
    path("<slug:key>/", start.start, name="start"),
    path("<slug:key>/commencer/", start.begin, name="begin"),
    path("<slug:key>/d/<str:draft>/verifier/", sending.review, name="review"),
    path("<slug:key>/d/<str:draft>/resultat/", outcome.outcome, name="outcome"),
    path("<slug:key>/d/<str:draft>/corriger/", sending.mend, name="mend"),
    path("<slug:key>/d/<str:draft>/envoyee/", sending.sent, name="sent"),
    path("<slug:key>/d/<str:draft>/recommencer/", sending.again, name="again"),
    path("<slug:key>/d/<str:draft>/enregistrer/", returning.save, name="save"),
    path("<slug:key>/d/<str:draft>/quitter/", returning.leave, name="quit"),
    path("<slug:key>/d/<str:draft>/<slug:step>/", start.step, name="step"),
]
