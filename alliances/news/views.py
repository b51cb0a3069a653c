"""News in the workspace: the team writes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, UpdateView, View

from alliances.models import Alliance
from alliances.news import services
from alliances.news.forms import NewsForm
from alliances.news.models import NewsItem
from core.once import OnlyOnce
from spaces.pages import EditPage, SpacePage

# The button that was pressed: anything else keeps a draft a draft.
PUBLISH = "publish"


class NewsPage(SpacePage):
    """Mixin of the pages about news; they hang on the public page, so its entry in the menu is lit."""

    permission = "news.change_newsitem"
    menu_entry = "alliances:public_page_change"

    def item(self) -> NewsItem:
        return get_object_or_404(NewsItem, space=self.space, pk=self.kwargs["pk"])

    def saved(self, item: NewsItem) -> HttpResponse:
        """Say what came of it, and back to the list."""
        if not item.is_published:
            messages.success(self.request, _("Saved as a draft: only your team sees it."))
        elif Alliance.objects.filter(space=self.space, public_page=True).exists():
            messages.success(self.request, _("“%(title)s” is on your public page.") % {"title": item})
        else:
            words = _("“%(title)s” is ready. Everybody can read it as soon as your public page is on.")
            messages.success(self.request, words % {"title": item})
        return redirect("news:news_list", self.space.slug)


class NewsListView(NewsPage, ListView):
    """Everything that was written, drafts first."""

    heading = gettext_lazy("News")
    template_name = "news/news_list.html"
    paginate_by = 20
    context_object_name = "items"

    def get_queryset(self) -> Any:
        return NewsItem.objects.filter(space=self.space).newest_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_on = Alliance.objects.filter(space=self.space, public_page=True).exists()
        return super().get_context_data(is_on=is_on, **kwargs)


class NewsAddView(OnlyOnce, NewsPage, FormView):
    """Write a post."""

    heading = gettext_lazy("Write news")
    form_class = NewsForm
    template_name = "news/news_change.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": NewsItem(space=self.space, day=timezone.localdate())}

    def form_valid(self, form: NewsForm) -> HttpResponse:
        return self.saved(services.save_item(form.save(commit=False), publish=PUBLISH in self.request.POST))


class NewsChangeView(NewsPage, EditPage, UpdateView):
    """Change a post, and publish it when it is a draft."""

    heading = gettext_lazy("Change news")
    form_class = NewsForm
    template_name = "news/news_change.html"

    def get_object(self, queryset: Any = None) -> NewsItem:
        return self.item()

    def form_valid(self, form: NewsForm) -> HttpResponse:
        return self.saved(services.save_item(form.save(commit=False), publish=PUBLISH in self.request.POST))


class NewsTakeBackView(NewsPage, View):
    """A published post becomes a draft again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if services.take_back(self.item()):
            messages.success(request, _("It is a draft again: only your team sees it."))
        return redirect("news:news_list", slug)


class NewsDeleteView(NewsPage, View):
    """Throw a draft away; what everybody can read has to be taken back first."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        item = get_object_or_404(NewsItem, space=self.space, pk=pk)
        deleted, _by_model = NewsItem.objects.filter(pk=item.pk, published_at=None).delete()
        if deleted:
            messages.success(request, _("The draft is gone."))
        else:
            messages.error(request, _("Everybody can read this. Take it back first."))
        return redirect("news:news_list", slug)
