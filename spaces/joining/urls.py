from django.urls import include, path

from spaces.joining.views import asking, inviting

app_name = "joining"
in_a_space = [
    path("", inviting.ListView.as_view(), name="list"),
    path("invite/", inviting.InviteView.as_view(), name="invite"),
    path("<int:pk>/again/", inviting.InviteAgainView.as_view(), name="invite_again"),
    path("<int:pk>/withdraw/", inviting.InviteWithdrawView.as_view(), name="invite_withdraw"),
    path("individual/", inviting.IndividualAddView.as_view(), name="individual_add"),
    path("requests/<int:pk>/", asking.RequestAcceptView.as_view(), name="request_accept"),
    path("requests/<int:pk>/decline/", asking.RequestDeclineView.as_view(), name="request_decline"),
]
urlpatterns = [
    path("n/<slug:slug>/join/", asking.AskView.as_view(), name="ask"),
    path("n/<slug:slug>/join/sent/", asking.AskedView.as_view(), name="asked"),
    path("s/<slug:slug>/people/joining/", include(in_a_space)),
]
