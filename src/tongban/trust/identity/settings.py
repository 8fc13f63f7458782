"""The settings of django-allauth and of sessions; settings.py imports them all."""

from __future__ import annotations

from tongban.kernel.config import api as _config

_CONFIG = _config.load()

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["tongban.trust.identity.hashing.LimitedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The idle and the absolute limit are kept by SubjectMiddleware; the row outlives them, so that whoever comes back late
# gets what they were entering back, and nobody else does.
SESSION_COOKIE_AGE = 7 * 24 * 3600

ALLAUTH_TRUSTED_PROXY_COUNT = _CONFIG.proxies
ACCOUNT_ADAPTER = "tongban.trust.identity.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser: counters and libraries have shared machines
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # other sessions end by Django's session hash
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}

MFA_ADAPTER = "tongban.trust.identity.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_REAUTHENTICATION_REQUIRED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = _CONFIG.name_en
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _CONFIG.https
MFA_WEBAUTHN_USER_VERIFICATION = "required"
