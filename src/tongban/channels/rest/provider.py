"""The addresses of the OAuth 2.0 provider: those that this node needs, and no others."""

from django.urls import path
from oauth2_provider import views

from tongban.channels.rest import consent, programs

app_name = "oauth2_provider"  # the library finds its own addresses under this name
urlpatterns = [
    path("authorize/", consent.Authorize.as_view(), name="authorize"),
    path("token/", views.TokenView.as_view(), name="token"),
    path("revoke_token/", views.RevokeTokenView.as_view(), name="revoke-token"),
    path("applications/", programs.listed, name="list"),
    path("applications/register/", programs.register, name="register"),
    path("applications/<slug:client>/", programs.detail, name="detail"),
    path("applications/<slug:client>/update/", programs.change, name="update"),
    path("applications/<slug:client>/delete/", programs.remove, name="delete"),
    path("authorized_tokens/", consent.programs, name="authorized-token-list"),
    path("authorized_tokens/<slug:client>/delete/", consent.end, name="authorized-token-delete"),
]
