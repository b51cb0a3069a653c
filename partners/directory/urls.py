from django.urls import include, path

from partners.directory import proposal_views, views

app_name = "directory"
in_a_space = [
    path("", views.OrganisationListView.as_view(), name="organisation_list"),
    path("suggest/", views.OrganisationSuggestView.as_view(), name="organisation_suggest"),
    path("<int:pk>/take/", views.OrganisationTakeView.as_view(), name="organisation_take"),
    path("corrections/", proposal_views.ProposalListView.as_view(), name="proposal_list"),
    path("corrections/<int:pk>/answer/", proposal_views.ProposalAnswerView.as_view(), name="proposal_answer"),
    path("entries/<int:pk>/correct/", proposal_views.ProposalAddView.as_view(), name="proposal_add"),
]
urlpatterns = [
    path("s/<slug:slug>/directory/", include(in_a_space)),
]
