"""What all tests share."""

import os
from pathlib import Path

from hypothesis import settings

# Deterministic examples: a run that fails once fails again, and CI shows what a developer saw.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

ROOT = Path(__file__).parent.parent
