from django.urls import path

from partners.stakeholders.sheets import answers  # noqa: F401 - makes <export_form:form> known
from programmes import views

app_name = "programmes"
urlpatterns = [
    path("p/<slug:slug>/", views.DashboardView.as_view(), name="dashboard"),
    path("p/<slug:slug>/regions.<export_form:form>", views.DashboardExportView.as_view(), name="dashboard_export"),
    path("p/<slug:slug>/report/", views.ReportView.as_view(), name="report"),
    path("p/<slug:slug>/report/<int:year>/<slug:language>.pdf", views.ReportPdfView.as_view(), name="report_pdf"),
    path("p/<slug:slug>/refresh/", views.DashboardRefreshView.as_view(), name="dashboard_refresh"),
]
