"""What can be wrong with a file, and with one cell."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class SheetError(Exception):
    """A file that cannot be used at all.

    ``code`` is for programs and tests; ``message`` is for the person, in the language active when
    the error was made. Neither holds anything from inside the file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class CellError(ValueError):
    """A cell whose value cannot be used. ``message`` says why, in the active language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def sheet_error(code: str, *, limit: int = 0) -> SheetError:
    """The SheetError for ``code``; ``limit`` is the bytes, rows or columns that were allowed."""
    return SheetError(code, _message(code, limit))


def _message(code: str, limit: int) -> str:
    match code:
        case "empty":
            return _("This file is empty.")
        case "too_large":
            return _("This file is larger than %(megabytes)s MB. Please split it, or leave out what is not needed.") % {
                "megabytes": limit // (1024 * 1024)
            }
        case "too_large_inside":
            return _("This file unpacks to far more than a list of stakeholders needs, so it was not opened.")
        case "too_many_rows":
            return ngettext(
                "This sheet has more than %(limit)s row. Please split it.",
                "This sheet has more than %(limit)s rows. Please split it.",
                limit,
            ) % {"limit": limit}
        case "too_many_columns":
            return ngettext(
                "This sheet has more than %(limit)s column. Is it really a list of stakeholders?",
                "This sheet has more than %(limit)s columns. Is it really a list of stakeholders?",
                limit,
            ) % {"limit": limit}
        case "binary":
            return _("This is not a spreadsheet. Please upload a CSV file or an Excel workbook (XLSX).")
        case "nul":
            return _("This file holds NUL characters, which no text has. It may be damaged: please save it again.")
        case "encoding":
            return _("The letters in this file could not be read. Please save it again as “CSV UTF-8”.")
        case "open_quote":
            return _(
                'A quotation mark (") is opened in this file and never closed. Please save it again as CSV or XLSX.'
            )
        case "password":
            return _("This workbook is protected with a password. Please save it without one.")
        case "no_sheet":
            return _("That sheet is not in the workbook.")
        case "no_header":
            return _(
                "No row with column names was found. Please put names such as Name, E-mail and Municipality "
                "above the columns."
            )
        case "no_rows":
            return _("There are column names in this sheet, but no rows below them.")
        case "no_name_column":
            return _("No column with the name of the organisation or person was found.")
        case _:
            return _("This file could not be read. It may be damaged: please open it, save it again and retry.")
