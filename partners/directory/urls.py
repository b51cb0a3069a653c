from django.urls import path

from partners.directory import views

app_name = "directory"
BASE = "s/<slug:slug>/directory/"
urlpatterns = [
    path(BASE, views.OrganisationListView.as_view(), name="organisation_list"),
    path(BASE + "suggest/", views.OrganisationSuggestView.as_view(), name="organisation_suggest"),
    path(BASE + "<int:pk>/take/", views.OrganisationTakeView.as_view(), name="organisation_take"),
]
