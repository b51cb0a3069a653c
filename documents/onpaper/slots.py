"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import slots
from documents.files.services import RELIED_ON
from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature


@slots.fill(RELIED_ON)
def what_lies_on_files(files: Collection[int]) -> dict[int, list[str]]:
    """Meetings, plans and signatures that were taken in with one of these files behind them."""
    found: dict[int, list[str]] = {}
    signed: dict[int, int] = {}
    for meeting in EarlierMeeting.objects.filter(file__in=files).order_by("happened_on", "pk"):
        words = _("the meeting “%(title)s” of %(day)s")
        found.setdefault(meeting.file_id, []).append(
            words % {"title": meeting.title, "day": date_format(meeting.happened_on)}
        )
    for plan in EarlierPlan.objects.filter(file__in=files).order_by("happened_on", "pk"):
        words = _("the plan “%(title)s”")
        found.setdefault(plan.file_id, []).append(words % {"title": plan.title})
    for number in PaperSignature.objects.filter(file__in=files).values_list("file", flat=True):
        signed[number] = signed.get(number, 0) + 1
    for number, count in signed.items():
        found.setdefault(number, []).append(_("signatures on paper (%(count)s)") % {"count": count})
    return found
