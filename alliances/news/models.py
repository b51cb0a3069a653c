"""News of an alliance: short posts for everybody, on its public page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from alliances.rules import is_alliance
from core.text import markdown_to_html
from spaces.models import Space
from spaces.rules import is_team

TEXT_LENGTH = 5_000


class NewsQuerySet(models.QuerySet["NewsItem"]):
    def published(self) -> NewsQuerySet:
        """What everybody may read, newest first; of one day what was published last comes first."""
        return self.filter(published_at__isnull=False).order_by("-day", "-published_at", "-pk")

    def newest_first(self) -> NewsQuerySet:
        """Drafts first, then as everybody reads them."""
        return self.order_by(IsNull(F("published_at"), True).desc(), "-day", "-pk")


class NewsItem(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A post. It keeps the name it has in addresses from the day it was published."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="news")
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(max_length=80, editable=False)
    day = models.DateField(_("date"), default=timezone.localdate)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[NewsItem]] = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "slug", name="news_slug_once_in_space"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-day"], name="news_published", condition=Q(published_at__isnull=False)),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {"change": is_alliance & is_team}

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def html(self) -> SafeString:
        return markdown_to_html(self.text)
