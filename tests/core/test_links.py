"""core.links, by way of the invitation to take up a role: a real model with a real page."""

import datetime as dt
import re

import pytest
from django.conf import settings as project_settings
from django.urls import reverse
from django.utils import timezone

from core.links import limits, placeholders
from core.links.models import LinkState, models_by_kind
from core.links.views import WRONG_TOKENS
from spaces.models import Invitation
from spaces.services import give_role
from spaces.views import InvitationView
from tests.spaces.factories import PersonFactory

pytestmark = pytest.mark.django_db

# The address with the token, and the page behind it: a page with a form must not say "no-referrer".
SECRETIVE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
QUIET = {**SECRETIVE, "Referrer-Policy": "same-origin"}


@pytest.fixture
def link():
    return Invitation.objects.create(
        role=give_role(PersonFactory(), "coordinator"), expires_at=timezone.now() + dt.timedelta(days=3)
    )


def path(link, token=None):
    return reverse("links:link_open", args=["invitation", link.pk, token or link.token()])


def page(link):
    return reverse("links:link_page", args=["invitation", link.pk])


def change(link, **values):
    Invitation.objects.filter(pk=link.pk).update(**values)
    link.refresh_from_db()


def rows(link):
    return list(Invitation.objects.filter(pk=link.pk).values())


def headers(answer):
    return {name: answer.headers.get(name) for name in SECRETIVE}


# --- the token --------------------------------------------------------------------------------------


def test_token_is_long_and_of_this_link_and_revision_alone(link):
    other = Invitation.objects.create(role=link.role, expires_at=link.expires_at)
    tokens = {link.token(), other.token()}
    link.revision = 2
    tokens.add(link.token())
    assert len(tokens) == 3
    assert {bool(re.fullmatch(r"[A-Za-z0-9_-]{43}", token)) for token in tokens} == {True}


def test_token_is_nowhere_in_the_database(link):
    assert link.token() not in repr(rows(link))


def test_token_of_an_earlier_secret_key_still_works(link, settings):
    token = link.token()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert link.token() != token
    assert Invitation.find(link.pk, token)[1] == LinkState.FINE
    settings.SECRET_KEY_FALLBACKS = []
    assert Invitation.find(link.pk, token) == (None, LinkState.MISTYPED)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, LinkState.FINE),
        ({"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, LinkState.EXPIRED),
        ({"withdrawn_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, LinkState.WITHDRAWN),
        ({"revision": 3}, LinkState.REPLACED),
    ],
)
def test_states(link, values, state):
    token = link.token()
    change(link, **values)
    found, found_state = Invitation.find(link.pk, token)
    assert (found, found_state) == (link, state)
    assert Invitation.find(link.pk, token[:-1] + ("a" if token[-1] != "a" else "b")) == (None, LinkState.MISTYPED)


def test_used_up(link, monkeypatch):
    monkeypatch.setattr(Invitation, "is_used_up", property(lambda self: True))
    assert Invitation.find(link.pk, link.token())[1] == LinkState.USED_UP


def test_address_begins_with_the_sites(link):
    assert link.address() == project_settings.SITE_URL + path(link)


# --- from the mail to the page -----------------------------------------------------------------------


def test_token_moves_into_the_session(client, link):
    before = rows(link)
    answer = client.get(path(link))
    assert (answer.status_code, answer["Location"], headers(answer)) == (302, page(link), SECRETIVE)
    shown = client.get(page(link))
    assert (shown.status_code, headers(shown)) == (200, QUIET)
    assert link.token() not in shown.content.decode()
    assert link.token() not in repr(dict(client.session))
    assert client.head(page(link)).status_code == 200
    assert rows(link) == before


def test_clean_address_alone_shows_nothing(client, link):
    answer = client.get(page(link))
    assert (answer.status_code, headers(answer)) == (404, QUIET)
    assert link.role.person.name not in answer.content.decode()


def test_opening_one_link_opens_no_other(client, link):
    other = Invitation.objects.create(role=link.role, expires_at=link.expires_at)
    client.get(path(link))
    assert client.get(page(other)).status_code == 404


@pytest.mark.parametrize(
    ("values", "word", "status"),
    [
        ({"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "expired", 410),
        ({"withdrawn_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "withdrawn", 410),
        ({"revision": 3}, "newer", 410),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_ended_says_why_and_nothing_else(client, link, values, word, status, method):
    token = link.token()
    client.get(path(link))
    change(link, **values)
    before = rows(link)
    client.cookies.clear()
    opened = client.get(path(link, token), headers={"accept-language": "en"})
    assert (opened.status_code, headers(opened)) == (status, SECRETIVE)
    heading = re.search(r"<h1>(.*?)</h1>", opened.content.decode(), re.DOTALL)
    assert word in heading[1]
    for private in (link.role.person.name, link.role.person.email, link.role.space.name):
        assert private not in opened.content.decode()
    assert rows(link) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_left_open_notices_that_the_link_ended(client, link, method):
    client.get(path(link))
    change(link, withdrawn_at=timezone.now())
    before = rows(link)
    assert getattr(client, method)(page(link)).status_code == 410
    assert rows(link) == before


@pytest.mark.parametrize(
    "address",
    [
        "/l/invitation/1/" + "x" * 43 + "/",
        "/l/nothing/1/" + "x" * 43 + "/",
        "/l/invitation/99999999999999999999999999/x/",
        "/l/invitation/99999999999999999999999999/",
        "/l/nothing/1/",
    ],
)
def test_mistyped(client, address):
    answer = client.get(address)
    assert (answer.status_code, headers(answer)) == (404, SECRETIVE if "x/" in address else QUIET)


def test_token_in_other_letters_is_mistyped(client, link):
    assert client.get(path(link, "é" * 43)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_address_with_token_is_only_for_reading(client, link, method):
    assert getattr(client, method)(path(link)).status_code == 405


# --- limits ----------------------------------------------------------------------------------------


def test_wrong_tokens_are_slowed_down_and_true_ones_never(client, link):
    wrong = path(link, "x" * 43)
    states = [client.get(wrong).status_code for _ in range(WRONG_TOKENS["limit"] + 2)]
    assert states == [404] * WRONG_TOKENS["limit"] + [429, 429]
    assert client.get(path(link)).status_code == 302


def test_posts_of_one_link_are_limited(client, link):
    client.get(path(link))
    allowed = InvitationView.posts_per_link
    for _ in range(allowed["limit"]):
        limits.is_over(f"link-post:invitation:{link.pk}", **allowed)
    answer = client.post(page(link))
    assert (answer.status_code, answer["Retry-After"], headers(answer)) == (429, str(allowed["seconds"]), QUIET)
    link.refresh_from_db()
    assert link.accepted_at is None


def test_limit_counts():
    assert [limits.is_over("x", limit=2, seconds=60) for _ in range(4)] == [False, False, True, True]


# --- placeholders ----------------------------------------------------------------------------------


def test_placeholder_becomes_the_address(link):
    text = f"Open {link.placeholder()} soon."
    links = placeholders.load(placeholders.references([text]))
    assert placeholders.fill(text, links) == f"Open {link.address()} soon."
    assert link.token() not in text


def test_placeholder_typed_by_a_person_gives_nothing_away(link):
    typed = f"[[link:invitation:{link.pk}]] [[link:invitation:{link.pk}:1:{'x' * 22}]]"
    assert placeholders.references([typed]) == set()
    assert placeholders.fill(typed, {("invitation", link.pk): link}) == typed


@pytest.mark.parametrize("values", [{"withdrawn_at": timezone.now()}, {"expires_at": timezone.now()}, {"revision": 2}])
def test_text_with_a_dead_link_is_not_filled(link, values):
    text = link.placeholder()
    change(link, **values)
    with pytest.raises(placeholders.DeadLink):
        placeholders.fill(text, placeholders.load(placeholders.references([text])))


def test_text_of_a_link_that_is_gone_is_not_filled(link):
    text = link.placeholder()
    Invitation.objects.all().delete()
    with pytest.raises(placeholders.DeadLink):
        placeholders.fill(text, placeholders.load(placeholders.references([text])))


def test_placeholders_of_many_links_take_one_query(django_assert_num_queries, link):
    others = [Invitation(role=link.role, expires_at=link.expires_at) for _ in range(9)]
    wanted = placeholders.references(made.placeholder() for made in [link, *Invitation.objects.bulk_create(others)])
    with django_assert_num_queries(1):
        assert len(placeholders.load(wanted)) == 10


def test_every_kind_has_one_model_and_one_page():
    from core.links.views import _pages

    assert set(models_by_kind()) == set(_pages)
