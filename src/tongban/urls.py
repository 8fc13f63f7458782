"""Every address of the node, by block."""

from django.urls import include, path
from oauth2_provider.views import OAuthServerMetadataView

handler400 = "tongban.kernel.web.views.bad_request"
handler403 = "tongban.kernel.web.views.forbidden"
handler404 = "tongban.kernel.web.views.not_found"
handler500 = "tongban.kernel.web.views.server_error"

urlpatterns = [
    path("", include("tongban.kernel.web.urls")),
    path("", include("tongban.trust.identity.urls")),
    path("payments/", include("tongban.services.payments.urls")),
    path(".well-known/oauth-authorization-server", OAuthServerMetadataView.as_view()),
    path("api/oauth/", include("tongban.channels.rest.provider")),
    path("api/", include("tongban.channels.rest.urls")),
    path("desk/", include("tongban.channels.desk.urls")),
    path("", include("tongban.channels.portal.urls")),
]
