"""Argon2id, never more at once than the machine has processors: signing in must not be the cheapest way to stop it."""

from __future__ import annotations

import os
import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

_SLOTS = threading.BoundedSemaphore(os.cpu_count() or 1)


class LimitedArgon2(Argon2PasswordHasher):
    """Django's Argon2id behind a semaphore; hashes are the same as without it."""

    def encode(self, password: str, salt: str) -> str:
        """Hashes a password when a slot is free."""
        with _SLOTS:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Checks a password when a slot is free."""
        with _SLOTS:
            return super().verify(password, encoded)
