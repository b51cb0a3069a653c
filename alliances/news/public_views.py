"""News for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import ListView, TemplateView

from alliances.public import PublicNews, head_of, public_news
from alliances.public_views import PublicPage


class PublicNewsListView(PublicPage, ListView):
    """Everything that an alliance published, newest first."""

    template_name = "news/public_news_list.html"
    url_name = "news:public_news_list"
    paginate_by = 20

    def get_queryset(self) -> list[PublicNews]:
        return [PublicNews.of(item) for item in public_news(self.alliance.space)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facts=head_of(self.alliance), **kwargs)


class PublicNewsShowView(PublicPage, TemplateView):
    """One post."""

    template_name = "news/public_news_show.html"
    url_name = "news:public_news_show"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = public_news(self.alliance.space).filter(slug=self.kwargs["item"]).first()
        if item is None:
            raise Http404
        return super().get_context_data(news=PublicNews.of(item), facts=head_of(self.alliance))
