"""Every address. Which permission each view states is checked by tests/test_guards.py."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views import LanguageSetView, PersonalSettingsView
from alliances.public_views import RobotsView, SitemapView
from core.views import HealthzView, ReadyzView
from programmes.views import SpaceHomeView
from spaces.views import HomeView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("s/<slug:slug>/", SpaceHomeView.as_view(), name="space_home"),
    # These are asked most, and addresses are tried in this order.
    path("", include("sessions.meetings.urls")),
    path("", include("partners.stakeholders.urls")),
    path("", include("spaces.joining.urls")),
    path("", include("spaces.urls")),
    path("", include("spaces.closing.urls")),
    path("", include("documents.urls")),
    path("", include("documents.files.urls")),
    path("", include("documents.onpaper.urls")),
    path("", include("charters.urls")),
    path("", include("partners.contacts.urls")),
    path("", include("partners.map.urls")),
    path("", include("partners.directory.urls")),
    path("", include("partners.suggestions.urls")),
    path("", include("partners.analysis.urls")),
    path("", include("sessions.series.urls")),
    path("", include("sessions.polls.urls")),
    path("", include("sessions.intervision.urls")),
    path("", include("actionplans.urls")),
    path("", include("alliances.agreements.urls")),
    path("", include("alliances.sprints.urls")),
    path("", include("alliances.sisters.urls")),
    path("", include("alliances.workinggroups.urls")),
    path("", include("alliances.relations.urls")),
    path("", include("alliances.briefings.urls")),
    path("", include("alliances.urls")),
    path("", include("alliances.news.urls")),
    path("", include("programmes.urls")),
    path("", include("programmes.branches.urls")),
    path("", include("programmes.calls.urls")),
    path("", include("programmes.coaching.urls")),
    path("", include("privacy.urls")),
    path("l/", include("core.links.urls")),
    path("account/", include("allauth.urls")),
    path("settings/", PersonalSettingsView.as_view(), name="personal_settings"),
    path("language/", LanguageSetView.as_view(), name="set_language"),
    path("admin/", admin.site.urls),
    path("robots.txt", RobotsView.as_view(), name="robots"),
    path("sitemap.xml", SitemapView.as_view(), name="sitemap"),
    path("healthz", HealthzView.as_view(), name="healthz"),
    path("readyz", ReadyzView.as_view(), name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))
