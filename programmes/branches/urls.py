from django.urls import include, path

from partners.stakeholders.sheets import answers  # noqa: F401 - makes <export_form:form> known
from programmes.branches import activity_views, door_views, need_views, views

app_name = "branches"
ACTIVITY, NEED, MENTORING = "activities/", "needs/", "mentoring/"
in_a_space = [
    path("", views.BranchShowView.as_view(), name="branch_show"),
    path("door/", door_views.DoorChangeView.as_view(), name="door_change"),
    path("sheet.pdf", views.BranchPdfView.as_view(), name="branch_pdf"),
    path("sheet.<export_form:form>", views.BranchExportView.as_view(), name="branch_export"),
    path("organisations/<int:pk>/", views.OrganisationShowView.as_view(), name="organisation_show"),
    path(ACTIVITY, activity_views.ActivityListView.as_view(), name="activity_list"),
    path(f"{ACTIVITY}add/", activity_views.ActivityAddView.as_view(), name="activity_add"),
    path(f"{ACTIVITY}<int:pk>/", activity_views.ActivityShowView.as_view(), name="activity_show"),
    path(f"{ACTIVITY}<int:pk>/change/", activity_views.ActivityChangeView.as_view(), name="activity_change"),
    path(f"{ACTIVITY}<int:pk>/remove/", activity_views.ActivityRemoveView.as_view(), name="activity_remove"),
    path(NEED, need_views.NeedListView.as_view(), name="need_list"),
    path(f"{NEED}add/", need_views.NeedAddView.as_view(), name="need_add"),
    path(f"{NEED}<int:pk>/", need_views.NeedChangeView.as_view(), name="need_change"),
    path(f"{NEED}<int:pk>/remove/", need_views.NeedRemoveView.as_view(), name="need_remove"),
    path(f"{MENTORING}add/", need_views.MentoringAddView.as_view(), name="mentoring_add"),
    path(f"{MENTORING}<int:pk>/", need_views.MentoringChangeView.as_view(), name="mentoring_change"),
    path(f"{MENTORING}<int:pk>/remove/", need_views.MentoringRemoveView.as_view(), name="mentoring_remove"),
]
urlpatterns = [
    path("p/<slug:slug>/branches/", views.BranchListView.as_view(), name="branch_list"),
    path("s/<slug:slug>/branch/", include(in_a_space)),
]
