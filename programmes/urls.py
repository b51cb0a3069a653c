from django.urls import path

from programmes import views

app_name = "programmes"
urlpatterns = [
    path("p/<slug:slug>/", views.DashboardView.as_view(), name="dashboard"),
    path("p/<slug:slug>/regions.csv", views.DashboardExportView.as_view(), name="dashboard_export"),
    path("p/<slug:slug>/refresh/", views.DashboardRefreshView.as_view(), name="dashboard_refresh"),
]
