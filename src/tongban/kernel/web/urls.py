from django.urls import path

from tongban.kernel.web import assets, views

urlpatterns = [
    path("language/<slug:code>", views.language, name="language"),
    path("health", views.health, name="health"),
    path("static/<path:path>", assets.serve, name="static"),
]
