"""Passwords as an installation hashes them: not with the parameters of the other tests."""

import subprocess
import sys

from argon2 import extract_parameters, profiles

from service.access import passwords

WORDS = "en hest med fire ben"


def test_a_password_is_hashed_as_rfc_9106_asks_for() -> None:
    code = f"from service.access.passwords import hashed; print(hashed({WORDS!r}))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kept = made.stdout.strip()
    assert extract_parameters(kept) == profiles.RFC_9106_LOW_MEMORY
    assert passwords.fits(kept, WORDS)
    assert not passwords.fits(kept, f"{WORDS}!")
    assert passwords.outdated(kept), "the tests' own parameters are others"
