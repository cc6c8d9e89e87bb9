"""URLs of simulators at the desk, under those of the admin, which ask for a login first."""

from django.urls import path
from django.views.decorators.cache import cache_control

from runtime.desk.simulators.views import CaseClose, CaseExport, CaseList, CasePage, CountPage, SimulatorList

app_name = "simulators"

private = cache_control(no_store=True, private=True)

urlpatterns = [
    path("", private(SimulatorList.as_view()), name="list"),
    path("<int:simulator_id>/", private(CountPage.as_view()), name="counts"),
    path("<int:simulator_id>/cases/", private(CaseList.as_view()), name="cases"),
    path("<int:simulator_id>/cases/export/", private(CaseExport.as_view()), name="export"),
    path("<int:simulator_id>/cases/<int:case_id>/", private(CasePage.as_view()), name="case"),
    path("<int:simulator_id>/cases/<int:case_id>/close/", private(CaseClose.as_view()), name="close"),
]
