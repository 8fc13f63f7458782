"""The addresses of the HTTP interface."""

from django.urls import path

from tongban.channels.rest import views
from tongban.channels.rest.endpoints import ENDPOINTS, unknown, view_of

app_name = "rest"
_paths = list(dict.fromkeys(one.path for one in ENDPOINTS))
urlpatterns = [
    path("", views.about, name="about"),
    path("openapi.json", views.openapi, name="openapi"),
    *(path("v1/" + one.replace("{", "<slug:").replace("}", ">"), view_of(one)) for one in _paths),
    path("v1", unknown),
    path("v1/<path:rest>", unknown),
    path("v1/", unknown),
]
