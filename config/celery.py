"""The Celery application: background work, with its schedule in settings."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_before_create_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("schakel")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_before_create_process.connect
def keep_what_is_loaded(**_what: Any) -> None:
    """What a worker has loaded before it makes a process stays for good, and its processes share it: the collector of
    garbage need not look at it. Else it waits until garbage is a quarter of all that, and its looking copies memory."""
    gc.collect()
    gc.freeze()
