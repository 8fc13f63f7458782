"""The rules of views that cannot name their own: those of libraries and of the kernel, which lies below.

What is not in this table is refused like any undeclared view.
"""

from __future__ import annotations

from tongban.trust.authority.rules import PUBLIC, SIGNED_IN, Access, Rule, officer

_SYSTEM = officer("system")
TABLE: dict[str, Rule] = {
    "tongban.kernel.web.assets.serve": PUBLIC,
    "tongban.kernel.web.views.health": PUBLIC,
    "tongban.kernel.web.views.language": PUBLIC,
    "django.contrib.staticfiles.views.serve": PUBLIC,
    "django.views.static.serve": PUBLIC,
    "django.views.i18n.set_language": PUBLIC,
    "django.views.generic.base.RedirectView": PUBLIC,
    # Signing in and recovering an account: for everybody, limited by rate.
    "allauth.account.views.LoginView": PUBLIC,
    "allauth.account.views.LogoutView": PUBLIC,
    "allauth.account.views.SignupView": PUBLIC,
    "allauth.account.views.AccountInactiveView": PUBLIC,
    "allauth.account.views.EmailVerificationSentView": PUBLIC,
    "allauth.account.views.email_verification_sent": PUBLIC,
    "allauth.account.views.ConfirmEmailView": PUBLIC,
    "allauth.account.views.ConfirmLoginCodeView": PUBLIC,
    "allauth.account.views.PasswordResetView": PUBLIC,
    "allauth.account.views.PasswordResetDoneView": PUBLIC,
    "allauth.account.views.PasswordResetFromKeyView": PUBLIC,
    "allauth.account.views.PasswordResetFromKeyDoneView": PUBLIC,
    "allauth.mfa.base.views.AuthenticateView": PUBLIC,
    "allauth.mfa.webauthn.views.LoginWebAuthnView": PUBLIC,
    # Looking after one's own account.
    "allauth.account.views.ReauthenticateView": SIGNED_IN,
    "allauth.account.views.EmailView": SIGNED_IN,
    "allauth.account.views.PasswordChangeView": SIGNED_IN,
    "allauth.account.views.PasswordSetView": SIGNED_IN,
    "allauth.mfa.base.views.IndexView": SIGNED_IN,
    "allauth.mfa.base.views.ReauthenticateView": SIGNED_IN,
    "allauth.mfa.totp.views.ActivateTOTPView": SIGNED_IN,
    "allauth.mfa.totp.views.DeactivateTOTPView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.GenerateRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.DownloadRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.ViewRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.webauthn.views.AddWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.ListWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.RemoveWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.EditWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": SIGNED_IN,
    # The OAuth2 provider: programs prove themselves to these with their own secret or token.
    "oauth2_provider.views.base.TokenView": PUBLIC,
    "oauth2_provider.views.base.RevokeTokenView": PUBLIC,
    "oauth2_provider.views.introspect.IntrospectTokenView": PUBLIC,
    "oauth2_provider.views.metadata.OAuthServerMetadataView": PUBLIC,
    "oauth2_provider.views.metadata.OAuthProtectedResourceMetadataView": PUBLIC,
    "oauth2_provider.views.oidc.ConnectDiscoveryInfoView": PUBLIC,
    "oauth2_provider.views.oidc.JwksInfoView": PUBLIC,
    "oauth2_provider.views.oidc.UserInfoView": PUBLIC,
    "oauth2_provider.views.oidc.RPInitiatedLogoutView": PUBLIC,
    "oauth2_provider.views.base.AuthorizationView": SIGNED_IN,
    "oauth2_provider.views.token.AuthorizedTokensListView": SIGNED_IN,
    "oauth2_provider.views.token.AuthorizedTokenDeleteView": SIGNED_IN,
    "oauth2_provider.views.application.ApplicationList": _SYSTEM,
    "oauth2_provider.views.application.ApplicationDetail": _SYSTEM,
    "oauth2_provider.views.application.ApplicationRegistration": _SYSTEM,
    "oauth2_provider.views.application.ApplicationUpdate": _SYSTEM,
    "oauth2_provider.views.application.ApplicationDelete": _SYSTEM,
}


def declared(name: str) -> Access | None:
    """The rule of a third party's view by its dotted name, or None."""
    rule = TABLE.get(name)
    return Access((rule,)) if rule else None
