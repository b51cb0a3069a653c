"""The question whether a document is one of ours."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.frozen.models import FrozenDocument
from core.frozen.services import find_by_code

SHA256 = re.compile(r"[0-9a-f]{64}")


class VerifyForm(forms.Form):
    """A code or SHA-256 that is typed, or a file. The file is hashed and not kept."""

    code = forms.CharField(
        label=gettext_lazy("Code or SHA-256"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The code stands on the last page, such as 7K2M-P0QX-93TB."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the file itself"),
        required=False,
        help_text=gettext_lazy("We compare it and do not keep it."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise ValidationError(_("This file is larger than %(limit)s, so it is not one of ours.") % {"limit": limit})
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("code") and not data.get("file"):
            self.add_error("code", _("Type the code, or choose the file."))
        return data

    def find(self) -> FrozenDocument | None:
        """The document asked for, without its content; the file counts when both were given."""
        if self.cleaned_data["file"]:
            digest = hashlib.sha256()
            for chunk in self.cleaned_data["file"].chunks():
                digest.update(chunk)
            return _with_sha256(digest.hexdigest())
        typed = self.cleaned_data["code"]
        digits = "".join(typed.lower().split())
        return _with_sha256(digits) if SHA256.fullmatch(digits) else find_by_code(typed)


def _with_sha256(digest: str) -> FrozenDocument | None:
    return FrozenDocument.objects.filter(sha256=digest).defer("content").order_by("pk").first()
