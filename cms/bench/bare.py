"""Baseline of the bench: a bare Django view that inserts twelve answers, without middleware.

Served by the same gunicorn, on a table of the same database, through a connection that is kept.
"""

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

ANSWERS = tuple(f"answer_{number}" for number in range(1, 13))


class BareAnswers(models.Model):
    """Twelve short texts. Its table is made by the measure, in the measure's own database."""

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_bare_answers"

    def __str__(self) -> str:
        return f"answers {self.pk}"


for _name in ANSWERS:
    BareAnswers.add_to_class(_name, models.CharField(max_length=200))


def insert(request: HttpRequest) -> HttpResponse:
    BareAnswers.objects.create(**{name: request.POST[name] for name in ANSWERS})
    return HttpResponse("ok")


urlpatterns = [path("", insert)]


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(BareAnswers)
