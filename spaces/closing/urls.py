from django.urls import path

from spaces.closing import views

app_name = "closing"
urlpatterns = [
    path("s/<slug:slug>/ended/", views.SpaceEndedView.as_view(), name="space_ended"),
    path("s/<slug:slug>/ended/report.pdf", views.LastReportView.as_view(), name="last_report"),
    path("s/<slug:slug>/ended/reopen/", views.SpaceReopenView.as_view(), name="space_reopen"),
]
