"""A table as the answer to a request: ``path("….<export_form:form>")`` and ``sheet_response``."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import register_converter

from partners.stakeholders.sheets import writing

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm:
    """``csv`` or ``xlsx``."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExportForm, "export_form")


def sheet_response(
    headers: Sequence[str], rows: Iterable[Sequence[writing.Value]], form: str, name: str
) -> HttpResponseBase:
    """The table to keep, as ``name`` with the ending of its ``form``: CSV goes out while it is written."""
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(writing.write_csv(headers, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(writing.write_xlsx(headers, rows), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
