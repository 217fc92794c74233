"""The product's own settings in a state folder of their own, with a cheap password hash."""

from __future__ import annotations

import os
import tempfile

os.environ["JIHENG_HOME"] = tempfile.mkdtemp(prefix="jiheng-test-")

from jiheng.web.settings import *  # noqa: F403 - the state folder must be chosen first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": TASKS["default"] | {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
