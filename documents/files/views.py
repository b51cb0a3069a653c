"""Pages of the files of a space."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, UpdateView, View

from core.lists import page_of, query_of
from documents.files import services
from documents.files.filters import FileFilter
from documents.files.forms import FileAddForm, FileChangeForm, VersionAddForm
from documents.files.models import FileVersion, SharedFile
from spaces.pages import EditPage, SpacePage

# What people put here is never shown by us as a page: whatever it is, it can only be kept.
SANDBOX = "default-src 'none'; sandbox"


def to_keep(version: FileVersion) -> FileResponse:
    """The bytes of a version, with its file selected, as they came: always to keep, never to show. The caller asked
    who may have them. Raises Http404 where a backup came without its files."""
    try:
        content = default_storage.open(version.path)
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=version.download_name, content_type=version.form.media_type
    )
    response.headers["Content-Length"] = str(version.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class FilesPage(SpacePage):
    """Mixin of the pages about files."""

    permission = "files.view_sharedfile"
    menu_entry = "files:file_list"

    def to_the_list(self) -> HttpResponse:
        return redirect("files:file_list", self.space.slug)


class FileListView(FilesPage, TemplateView):
    """Everything that is shared here, and for those who may the bin."""

    heading = gettext_lazy("Files")
    template_name = "files/file_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = FileVersion.objects.newest().filter(file__space=self.space, file__removed_at=None)
        filtering = FileFilter(self.request.GET, newest)
        may_change = self.may("files.change_sharedfile")
        bin_ = SharedFile.objects.filter(space=self.space).exclude(removed_at=None).order_by("-removed_at", "-pk")
        return super().get_context_data(
            filter=filtering,
            page=page_of(filtering.rows().select_related("file"), self.request.GET.get("page")),
            query=query_of(self.request),
            thrown_away=list(bin_[:50]) if may_change else [],
            may_add=self.may("files.add_sharedfile"),
            **kwargs,
        )


class FileAddView(FilesPage, FormView):
    """Put one or several files here."""

    permission = "files.add_sharedfile"
    heading = gettext_lazy("Put files here")
    form_class = FileAddForm
    template_name = "files/file_add.html"

    def form_valid(self, form: FileAddForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            done = services.put(
                self.space, data["files"], by=self.request.user, kind=data["kind"], dated_on=data["dated_on"]
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if done.new:
            words = ngettext("%(count)d file is here.", "%(count)d files are here.", len(done.new))
            messages.success(self.request, words % {"count": len(done.new)})
        for file in done.known:
            messages.info(self.request, _("“%(title)s” lay here already, exactly the same.") % {"title": file})
        return self.to_the_list()


class FilePage(FilesPage):
    """Mixin of the pages about one file that was not thrown away."""

    @cached_property
    def file(self) -> SharedFile:
        files = SharedFile.objects.kept().filter(space=self.space).select_related("space")
        return get_object_or_404(files, pk=self.kwargs["pk"])

    def require_change(self) -> SharedFile:
        """The file, for whoever may change it: the team, and who put it here."""
        if not self.file.may_be_changed_by(self.request.user):
            raise PermissionDenied
        return self.file

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(file=self.file, **kwargs)

    def to_the_file(self) -> HttpResponse:
        return redirect("files:file_show", self.space.slug, self.file.pk)


class FileShowView(FilePage, TemplateView):
    """One file: what it is, and its versions."""

    template_name = "files/file_show.html"

    def get_heading(self) -> str:
        return self.file.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            versions=list(self.file.versions.select_related("file").order_by("-number")),
            relied_on=services.relied_on_by([self.file.pk]).get(self.file.pk, []),
            may_change=not self.space.is_read_only and self.file.may_be_changed_by(self.request.user),
            **kwargs,
        )


class FileDownloadView(FilePage, View):
    """The bytes of a version, as they came. Always to keep, never to show."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponseBase:
        version = get_object_or_404(FileVersion.objects.select_related("file"), file=self.file, number=number)
        return to_keep(version)


class FileChangeView(FilePage, EditPage, UpdateView):
    """Another title, kind or date."""

    permission = "files.add_sharedfile"
    heading = gettext_lazy("Title, kind and date")
    form_class = FileChangeForm
    template_name = "files/file_change.html"

    def get_object(self, queryset: Any = None) -> SharedFile:
        self.require_change()
        return get_object_or_404(SharedFile.objects.kept(), pk=self.file.pk)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("files:file_show", args=[self.space.slug, self.file.pk])


class VersionAddView(FilePage, FormView):
    """A new version of a file; the earlier ones stay."""

    permission = "files.add_sharedfile"
    heading = gettext_lazy("New version")
    form_class = VersionAddForm
    template_name = "files/version_add.html"

    def get_form(self, form_class: Any = None) -> VersionAddForm:
        self.require_change()
        return super().get_form(form_class)

    def form_valid(self, form: VersionAddForm) -> HttpResponse:
        try:
            version = services.put_version(self.file, form.cleaned_data["upload"], by=self.request.user)
        except ValidationError as error:
            form.add_error("upload", error)
            return self.form_invalid(form)
        messages.success(self.request, _("Version %(number)d is here.") % {"number": version.number})
        return self.to_the_file()


class FileThrowAwayView(FilePage, View):
    """Out of sight; the team can put it back for thirty days."""

    permission = "files.add_sharedfile"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            services.throw_away(self.require_change(), by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.to_the_file()
        words = _("“%(title)s” is thrown away. Your team can put it back for thirty days; then it goes for good.")
        messages.success(request, words % {"title": self.file})
        return self.to_the_list()


class FilePutBackView(FilesPage, View):
    """What was thrown away is here again."""

    permission = "files.change_sharedfile"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        files = SharedFile.objects.filter(space=self.space).exclude(removed_at=None)
        file = get_object_or_404(files, pk=pk)
        services.put_back(file)
        messages.success(request, _("“%(title)s” is here again.") % {"title": file})
        return self.to_the_list()
