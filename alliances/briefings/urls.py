from django.urls import path

from alliances.briefings import views

app_name = "briefings"
BASE = "s/<slug:slug>/briefing/<slug:language>/"
urlpatterns = [
    path(BASE, views.BriefingShowView.as_view(), name="briefing_show"),
    path(f"{BASE}change/", views.BriefingChangeView.as_view(), name="briefing_change"),
    path(f"{BASE}briefing.pdf", views.BriefingPdfView.as_view(), name="briefing_pdf"),
]
