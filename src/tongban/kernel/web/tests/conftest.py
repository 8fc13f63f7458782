import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def site(settings, client):
    """A client of a site that has this block and nothing above it."""
    settings.ROOT_URLCONF = "tongban.kernel.web.tests.addresses"
    settings.MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "tongban.kernel.web.middleware.SecurityHeaders",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    settings.CSRF_FAILURE_VIEW = "tongban.kernel.web.views.csrf_failed"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "tongban.kernel.web.assets.HashedStatic"},
    }
    client.raise_request_exception = False
    client.cookies["language"] = "en"
    return client
