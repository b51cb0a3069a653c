"""From the address in the e-mail to a page: token → session → address without token → page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic.base import TemplateResponseMixin

from core.guard import Public
from core.links import limits
from core.links.models import LinkState, MailLink

SESSION_KEY = "links"
# A person has few links open at once; a session does not grow without end.
LINKS_IN_SESSION = 30
WRONG_TOKENS = {"limit": 20, "seconds": 600}
POSTS_PER_LINK = {"limit": 30, "seconds": 600}
# What PostgreSQL's bigint holds; a longer number in an address is mistyped.
LARGEST_ID = 2**63 - 1

_pages: dict[str, type["LinkView"]] = {}


def quietly[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Leave no copy in caches, search engines or the Referer of another site."""

    @wraps(view)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return quiet


def telling_nobody[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """No Referer at all, for an address that holds a token. A page with a form must not say so:
    browsers then post the form with "Origin: null" (docs/decisions/0005)."""

    @wraps(view)
    def silent(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return silent


@method_decorator([telling_nobody, quietly], name="dispatch")
class LinkOpenView(Public, View):
    """The address in the e-mail. Changes nothing but this browser's session, and leads on."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]  # type: ignore[misc]

    def get(self, request: HttpRequest, kind: str, pk: int, token: str) -> HttpResponse:
        page = _pages.get(kind)
        link, state = page.model.find(pk, token) if page and pk <= LARGEST_ID else (None, LinkState.MISTYPED)
        if page is None or link is None:
            # Only wrong tokens are counted and refused: a true link works, whoever shares its network.
            over = limits.is_over(f"link-token:{limits.visitor(request)}", **WRONG_TOKENS)
            return limits.too_many(request, WRONG_TOKENS["seconds"]) if over else _gone(request, state)
        if _is_over(link):
            return _ended(request, link)
        if state not in page.shown_states:
            return _gone(request, state)
        self._remember(link)
        return HttpResponseRedirect(reverse("links:link_page", args=[kind, pk]))

    def _remember(self, link: MailLink) -> None:
        opened = _opened(self.request)
        opened.pop(_key(link.kind_of_link, link.pk), None)  # so that it comes last, as the newest
        opened[_key(link.kind_of_link, link.pk)] = link.revision
        self.request.session[SESSION_KEY] = dict(list(opened.items())[-LINKS_IN_SESSION:])


@method_decorator(quietly, name="dispatch")
class LinkPageView(Public, View):
    """The address without a token: hands the request to the view that the link's room made."""

    def dispatch(self, request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:  # type: ignore[override]
        page = _pages.get(kind)
        if page is None or pk > LARGEST_ID:
            return _gone(request, LinkState.MISTYPED)
        return page.as_view()(request, pk=pk)


class LinkView(Public, TemplateResponseMixin, View):
    """The page behind a link; a room makes a subclass with ``model``, ``template_name`` and ``post``.

    ``self.link`` is the row, opened by this browser. GET and HEAD only show: mail scanners open
    links. They submit forms too, so ``post`` has to ask for something that a blind submit does not
    carry: a choice that is not preselected, a typed name, a ticked box.
    """

    model: ClassVar[type[MailLink]]
    # The states in which the page is shown; one that has a word of thanks adds USED_UP.
    shown_states: ClassVar[tuple[LinkState, ...]] = (LinkState.FINE,)
    # How often something may be sent in with one link.
    posts_per_link: ClassVar[dict[str, int]] = POSTS_PER_LINK
    link: Any
    http_method_names: ClassVar[list[str]] = ["get", "head", "post", "options"]  # type: ignore[misc]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" in cls.__dict__ and _pages.setdefault(cls.model.kind_of_link, cls) is not cls:
            raise ValueError(f"Two views answer links of the kind {cls.model.kind_of_link!r}.")

    def get_queryset(self) -> Any:
        """Where the row comes from; a subclass adds ``select_related``."""
        return self.model._default_manager.all()

    def person_language(self) -> str:
        """The language of the person whom the link is for; a subclass knows. "" keeps the browser's."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"link": self.link, "view": self, **kwargs}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.link, state = self._from_session(kwargs["pk"])
        if self.link is not None and _is_over(self.link):
            return _ended(request, self.link)
        acts = request.method == "POST"
        if state not in self.shown_states or (acts and state != LinkState.FINE):
            return _gone(request, state)
        if acts and limits.is_over(f"link-post:{_key(self.link.kind_of_link, self.link.pk)}", **self.posts_per_link):
            return limits.too_many(request, self.posts_per_link["seconds"])
        self._speak()
        return super().dispatch(request, *args, **kwargs)

    def _speak(self) -> None:
        """In the person's language, unless this browser chose one."""
        language = self.person_language()
        if language and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            translation.activate(language)
            self.request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def _from_session(self, pk: int) -> tuple[MailLink | None, str]:
        """The row that this browser opened with a true token, and its state now."""
        revision = _opened(self.request).get(_key(self.model.kind_of_link, pk))
        link = self.get_queryset().filter(pk=pk).first() if revision else None
        if link is None:
            return None, LinkState.MISTYPED
        return link, link.link_state() if link.revision == revision else LinkState.REPLACED


def _key(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def _opened(request: HttpRequest) -> dict[str, int]:
    """The links that this browser came in with: ``{"invitation:5": revision}``."""
    return dict(request.session.get(SESSION_KEY, {}))


def _is_over(link: MailLink) -> bool:
    return bool(getattr(link.place, "is_read_only", False))


def _ended(request: HttpRequest, link: MailLink) -> HttpResponse:
    """410: what the link was about came to its end."""
    return render(request, "links/ended.html", {"place": link.place}, status=410)


def _gone(request: HttpRequest, state: str) -> HttpResponse:
    """404 for what never was a link, 410 for one that worked before; each with its own words."""
    status = 404 if state == LinkState.MISTYPED else 410
    return render(request, "links/gone.html", {"state": str(state)}, status=status)
