"""The Celery application: background work, with its schedule in settings."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("schakel")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def keep_what_is_loaded(**_what: Any) -> None:
    """What is loaded by now stays for good and is shared by all processes of a worker: the collector of garbage need
    not look at it. Without this it waits until garbage is a quarter of all that, and looking copies the memory."""
    gc.collect()
    gc.freeze()
