"""Background work of the register."""

import datetime as dt
import logging

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core.sheets.errors import SheetError
from partners.stakeholders import importing
from partners.stakeholders.models import StakeholderImport

log = logging.getLogger(__name__)
LOST_AFTER = dt.timedelta(minutes=2)
PROGRESS_KEPT = 3600  # seconds


@shared_task
def apply_import(pk: int, language: str) -> None:
    """Apply one import; what goes wrong is kept with it for the person to read."""
    running = StakeholderImport.objects.get(pk=pk)
    with translation.override(language):
        try:
            importing.apply(running, lambda phase, done, total: note_progress(pk, phase, done, total))
        except SheetError as error:
            _fail(pk, error.message)
        except Exception:
            _fail(pk, _("Something went wrong on our side; nothing was brought in. Please try again."))
            raise


def start(pk: int, language: str) -> None:
    """Hand the import to a worker. With the broker down ``resume_lost_imports`` does it later."""
    try:
        apply_import.delay(pk, language)
    except OperationalError:
        log.warning("No broker: import %s waits for the sweep", pk)


def _fail(pk: int, message: str) -> None:
    StakeholderImport.objects.filter(pk=pk, state=StakeholderImport.State.RUNNING).update(
        state=StakeholderImport.State.FAILED, errors=[{"row": None, "column": "", "message": message}]
    )


def note_progress(pk: int, phase: str, done: int, total: int) -> None:
    """Remember how far an import is, outside of its transaction, for the page that waits."""
    cache.set(f"import-progress:{pk}", (phase, done, total), PROGRESS_KEPT)


def progress_of(pk: int) -> tuple[str, int, int]:
    """(phase, rows done, rows in all); ("", 0, 0) before a worker took it up."""
    return cache.get(f"import-progress:{pk}") or ("", 0, 0)


@shared_task
def resume_lost_imports() -> None:
    """Start imports again whose task was lost with the broker. Harmless for one that still runs: it holds its row."""
    lost = StakeholderImport.objects.filter(
        state=StakeholderImport.State.RUNNING, started_at__lt=timezone.now() - LOST_AFTER
    )
    for pk, language in lost.values_list("pk", "space__language"):
        log.info("Import %s is started again", pk)
        start(pk, language)
