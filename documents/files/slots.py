"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=75)
def files() -> MenuItem:
    return MenuItem(_("Files"), "files:file_list", "folder2-open", "files.view_sharedfile", "f")
