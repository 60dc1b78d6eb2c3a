"""The product's settings for measuring: as in production, with a page of constant content beside the others."""

import os

os.environ.setdefault("KB_DEBUG", "0")
os.environ.setdefault("KB_SECRET_KEY", "for-measuring-only-" + "k" * 40)
os.environ.setdefault("KB_HTTPS", "0")
os.environ.setdefault("KB_ALLOWED_HOSTS", "127.0.0.1,testserver")
os.environ.setdefault("KB_LOG_LEVEL", "ERROR")

from kb.settings import *  # noqa: F403

ROOT_URLCONF = "kb.bench.urls"
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
