"""News: the team writes, everybody reads what was published, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from alliances.models import Alliance
from alliances.news import services
from alliances.news.models import NewsItem
from spaces.models import Space
from tests.at_once import together
from tests.pages import save
from tests.spaces.factories import AllianceFactory, client_with

pytestmark = pytest.mark.django_db
LIST = "/s/waasland/news/"


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__slug="waasland", space__name="Alliantie Waasland", public_page=True).space


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("communications", space)


def facts(**other: str) -> dict[str, str]:
    return {"title": "Eerste taalcafé", "day": "2026-03-10", "text": "**Veertig** mensen kwamen.", **other}


def make(space: Space, *, publish: bool = True, **other: Any) -> NewsItem:
    about = {**facts(), "day": dt.date(2026, 3, 10), **other}
    return services.save_item(NewsItem(space=space, **about), publish=publish)


def test_news_add_publishes_for_everybody(client: Client) -> None:
    assert save(client, LIST + "add/", facts(publish="yes")).status_code == 302
    page = Client().get("/n/waasland/").content.decode()
    assert '<a href="/n/waasland/news/eerste-taalcafe/">Eerste taalcafé</a>' in page
    assert "Veertig mensen kwamen." in page
    post = Client().get("/n/waasland/news/eerste-taalcafe/").content.decode()
    assert "<strong>Veertig</strong> mensen kwamen." in post
    assert '<meta property="og:description" content="Veertig mensen kwamen.">' in post
    assert '<link rel="canonical" href="http://localhost:8000/n/waasland/news/eerste-taalcafe/">' in post


def test_pressing_twice_makes_one_post(client: Client) -> None:
    page = client.get(LIST + "add/")
    mark = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert mark is not None
    for _press in range(2):
        client.post(LIST + "add/", facts(once=mark[1]))
    assert NewsItem.objects.count() == 1


def test_a_draft_is_nowhere_in_public(client: Client, space: Space) -> None:
    make(space, publish=False, title="Nog geheim", text="Nog niet besproken")
    make(AllianceFactory(space__slug="buren", public_page=True).space, title="Nieuws van de buren")
    for address in ("/n/waasland/", "/n/waasland/news/", "/sitemap.xml"):
        content = Client().get(address).content.decode()
        assert [words for words in ("geheim", "besproken", "van de buren") if words in content] == []
    assert Client().get("/n/waasland/news/nog-geheim/").status_code == 404
    assert Client().get("/n/waasland/news/nieuws-van-de-buren/").status_code == 404


def test_with_the_page_its_news_is_off(space: Space) -> None:
    make(space)
    Alliance.objects.update(public_page=False)
    for address in ("/n/waasland/news/", "/n/waasland/news/eerste-taalcafe/", "/n/waasland/fr/news/eerste-taalcafe/"):
        assert Client().get(address).status_code == 404
    assert "taalcafe" not in Client().get("/sitemap.xml").content.decode()


def test_news_take_back_makes_it_a_draft_and_keeps_its_address(client: Client, space: Space) -> None:
    item = make(space)
    save(client, f"{LIST}{item.pk}/", facts(title="Een betere titel"))
    assert client.post(f"{LIST}{item.pk}/take-back/").status_code == 302
    assert Client().get("/n/waasland/news/eerste-taalcafe/").status_code == 404
    save(client, f"{LIST}{item.pk}/", facts(title="Een betere titel", publish="yes"))
    assert "Een betere titel" in Client().get("/n/waasland/news/eerste-taalcafe/").content.decode()


def test_news_delete_throws_away_drafts_only(client: Client, space: Space) -> None:
    item = make(space)
    client.post(f"{LIST}{item.pk}/delete/")
    assert NewsItem.objects.count() == 1
    services.take_back(item)
    client.post(f"{LIST}{item.pk}/delete/")
    assert NewsItem.objects.count() == 0


def test_two_posts_of_one_title_have_an_address_each(space: Space) -> None:
    slugs = [make(space, title=title).slug for title in ("Feest", "Feest", "Feest!", "مرحبا", "x" * 160)]
    assert slugs == ["feest", "feest-2", "feest-3", "2026-03-10", "x" * 70]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_one_address() -> None:
    space = AllianceFactory().space
    together(
        *[lambda: services.save_item(NewsItem(space=space, title="Eerste taalcafé", text="Tekst"), publish=True)] * 2
    )
    assert sorted(NewsItem.objects.values_list("slug", flat=True)) == ["eerste-taalcafe", "eerste-taalcafe-2"]


def test_markup_is_cleaned(space: Space) -> None:
    attack = "<script>alert(1)</script> ![x](https://evil.example/pixel.png) [klik](javascript:alert(1))"
    make(space, title="<b>Titel</b>", text=attack)
    for address in ("/n/waasland/", "/n/waasland/news/btitelb/"):
        content = Client().get(address).content.decode()
        bad = ("<script>alert", "<b>Titel", "<img", 'href="javascript')
        assert [words for words in bad if words in content] == []


def test_another_alliance_reaches_none_of_it(space: Space) -> None:
    item = make(space, publish=False)
    other = AllianceFactory(space__slug="buren").space
    stranger = client_with("coordinator", other)
    assert stranger.get(f"{LIST}{item.pk}/").status_code == 404
    assert stranger.get(f"/s/buren/news/{item.pk}/").status_code == 404
    assert stranger.post(f"/s/buren/news/{item.pk}/delete/").status_code == 404
    assert stranger.post(f"/s/buren/news/{item.pk}/take-back/").status_code == 404
    assert NewsItem.objects.count() == 1
    assert client_with("member", space).get(LIST).status_code == 403


def test_what_somebody_else_wrote_meanwhile_is_not_lost(client: Client, space: Space) -> None:
    item = make(space)
    opened = client.get(f"{LIST}{item.pk}/").content.decode()
    mark = re.search(r'name="seen" value="([^"]+)"', opened)
    assert mark is not None
    NewsItem.objects.update(text="Van een ander")
    response = client.post(f"{LIST}{item.pk}/", facts(text="Van mij", seen=mark[1]))
    assert response.status_code == 422
    assert "Van een ander" in response.content.decode()


@pytest.mark.parametrize("address", [LIST, "/n/waasland/news/", "/n/waasland/"])
def test_a_list_costs_the_same_with_1_and_30_posts(
    client: Client, space: Space, address: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (1, 29):
        for number in range(more):
            make(space, title=f"Bericht {number}")
        with django_assert_max_num_queries(12) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_drafts_come_first_and_then_the_newest(client: Client, space: Space) -> None:
    make(space, title="Oud", day=dt.date(2026, 1, 1))
    make(space, title="Nieuw", day=dt.date(2026, 2, 1))
    make(space, title="Klad", day=dt.date(2025, 1, 1), publish=False)
    titles = re.findall(r"<strong>(Oud|Nieuw|Klad)</strong>", client.get(LIST).content.decode())
    assert titles == ["Klad", "Nieuw", "Oud"]
