"""The picture and the news of a public page."""

from __future__ import annotations

from pathlib import Path

from alliances.models import AlliancePicture
from alliances.news.models import NewsItem
from alliances.news.services import save_item
from alliances.pictures import WIDTHS, save_picture
from core.pictures.reading import read_picture
from demo.data import news
from demo.load.calendar import Calendar
from spaces.models import Space

DATA = Path(news.__file__).parent


def make(space: Space, calendar: Calendar) -> None:
    made = read_picture((DATA / news.PICTURE).read_bytes(), widths=WIDTHS)
    picture = AlliancePicture(
        alliance=space.alliance,
        alternative=news.PICTURE_WORDS,
        credit=news.PICTURE_CREDIT,
        focus=AlliancePicture.Focus.BOTTOM,
    )
    save_picture(picture, made)
    for post in news.POSTS:
        item = NewsItem(space=space, title=post.title, day=calendar.day(-post.days_ago), text=post.text)
        save_item(item, publish=post.published)
