"""The OAuth 2.0 provider's settings: RFC 9700 throughout. `settings.py` takes this table as OAUTH2_PROVIDER."""

from __future__ import annotations

from typing import Any

SCOPES = {
    "cases:read": "Read your cases and their dates",
    "certificates:read": "Read your certificates",
}


def provider(*, https: bool) -> dict[str, Any]:
    """Authorization code with PKCE S256 only, rotating refresh tokens, short access tokens (seconds)."""
    compliant = (
        "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS",
        "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
    )  # fmt: skip
    return {
        "SCOPES": SCOPES,
        "DEFAULT_SCOPES": [],
        "PKCE_REQUIRED": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https"] if https else ["https", "http"],
        "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
        "REFRESH_TOKEN_EXPIRE_SECONDS": 30 * 86_400,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "REQUEST_APPROVAL_PROMPT": "auto",
        **{f"COMPLIANT_BCP_RFC9700_{name}": True for name in compliant},
        **({"COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True} if https else {}),
    }
