"""What every role loads at its start, and what it must not: a role is started seven times on one machine."""

import os
import subprocess
import sys

HEAVY = (
    "pypinyin",
    "numpy",
    "scipy",
    "sklearn",
    "onnxruntime",
    "faster_whisper",
    "xlsxwriter",
    "aiohttp",
    "boto3",
)
LOADED = f"import django, sys; django.setup(); print([one for one in {HEAVY} if one in sys.modules])"


def test_no_role_loads_what_few_jobs_need() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], env=os.environ, capture_output=True, text=True, timeout=600)
    assert told.stdout.strip() == "[]", told.stdout + told.stderr
