"""The OAuth 2.0 provider's settings: RFC 9700 throughout. `settings.py` takes this table as OAUTH2_PROVIDER."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

SCOPES = {
    "cases:read": gettext_noop("Read your cases and their dates"),
    "cases:write": gettext_noop("Write messages about your cases"),
    "certificates:read": gettext_noop("Read your certificates"),
}
RULES = (
    "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS",
    "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
)  # fmt: skip


def provider(*, https: bool, issuer: str) -> dict[str, Any]:
    """Authorization code with PKCE S256 only, rotating refresh tokens, short access tokens (seconds).

    `issuer` is the address of the site: what metadata and each authorization answer name (RFC 8414, RFC 9207).
    """
    return {
        "OIDC_ISS_ENDPOINT": issuer,  # the library's name for it; OpenID Connect itself stays off
        "SCOPES": SCOPES,
        "DEFAULT_SCOPES": [],
        "PKCE_REQUIRED": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https"] if https else ["https", "http"],
        "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
        "REFRESH_TOKEN_EXPIRE_SECONDS": 30 * 86_400,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "REQUEST_APPROVAL_PROMPT": "force",
        "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
        "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "refresh_token"],
        "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": ["none", "client_secret_basic", "client_secret_post"],
        **{f"COMPLIANT_BCP_RFC9700_{rule}": True for rule in RULES},
        **({"COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True} if https else {}),
    }
