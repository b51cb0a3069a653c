"""Write, publish and take back news; each in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from alliances.news.models import NewsItem
from spaces.services import hold

SLUG_LENGTH = 70  # leaves room for a number behind it


@transaction.atomic
def save_item(item: NewsItem, *, publish: bool = False) -> NewsItem:
    """Save a post, and show it to everybody when ``publish`` says so; a published one stays published."""
    hold(item.space_id)  # two posts of one title do not take the same address
    if publish and not item.is_published:
        item.published_at = timezone.now()
    if not item.slug:
        item.slug = _free_slug(item)
    item.save()
    return item


@transaction.atomic
def take_back(item: NewsItem) -> bool:
    """The post is a draft again; says whether it was published."""
    return NewsItem.objects.filter(pk=item.pk, published_at__isnull=False).update(published_at=None) > 0


def _free_slug(item: NewsItem) -> str:
    wanted = slugify(item.title)[:SLUG_LENGTH].strip("-") or item.day.isoformat()
    taken = set(NewsItem.objects.filter(space=item.space_id, slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
