from django.urls import path

from partners.directory import proposal_views, views

app_name = "directory"
BASE = "s/<slug:slug>/directory/"
urlpatterns = [
    path(BASE, views.OrganisationListView.as_view(), name="organisation_list"),
    path(BASE + "suggest/", views.OrganisationSuggestView.as_view(), name="organisation_suggest"),
    path(BASE + "<int:pk>/take/", views.OrganisationTakeView.as_view(), name="organisation_take"),
    path(BASE + "corrections/", proposal_views.ProposalListView.as_view(), name="proposal_list"),
    path(BASE + "corrections/<int:pk>/answer/", proposal_views.ProposalAnswerView.as_view(), name="proposal_answer"),
    path(BASE + "entries/<int:pk>/correct/", proposal_views.ProposalAddView.as_view(), name="proposal_add"),
]
