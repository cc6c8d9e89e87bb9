"""URLs of filing; `reprendre`, `commencer`, `d`, `verifier`, `envoyee` and the like are reserved words."""

from django.urls import path

from runtime.filing.views import not_eligible, review, save_and_return, start

app_name = "filing"

urlpatterns = [
    path("reprendre/", save_and_return.resume, name="resume"),
    path("<slug:key>/", start.start, name="start"),
    path("<slug:key>/commencer/", start.begin, name="begin"),
    path("<slug:key>/d/<str:draft>/verifier/", review.review, name="review"),
    path("<slug:key>/d/<str:draft>/resultat/", not_eligible.outcome, name="outcome"),
    path("<slug:key>/d/<str:draft>/corriger/", review.mend, name="mend"),
    path("<slug:key>/d/<str:draft>/envoyee/", review.sent, name="sent"),
    path("<slug:key>/d/<str:draft>/recommencer/", review.again, name="again"),
    path("<slug:key>/d/<str:draft>/enregistrer/", save_and_return.save, name="save"),
    path("<slug:key>/d/<str:draft>/quitter/", save_and_return.leave, name="quit"),
    path("<slug:key>/d/<str:draft>/<slug:step>/", start.step, name="step"),
]
