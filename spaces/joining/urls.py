from django.urls import path

from spaces.joining.views import asking, inviting

app_name = "joining"
BASE = "s/<slug:slug>/people/joining/"
urlpatterns = [
    path("n/<slug:slug>/join/", asking.AskView.as_view(), name="ask"),
    path("n/<slug:slug>/join/sent/", asking.AskedView.as_view(), name="asked"),
    path(BASE, inviting.ListView.as_view(), name="list"),
    path(f"{BASE}invite/", inviting.InviteView.as_view(), name="invite"),
    path(f"{BASE}<int:pk>/again/", inviting.InviteAgainView.as_view(), name="invite_again"),
    path(f"{BASE}<int:pk>/withdraw/", inviting.InviteWithdrawView.as_view(), name="invite_withdraw"),
    path(f"{BASE}individual/", inviting.IndividualAddView.as_view(), name="individual_add"),
    path(f"{BASE}requests/<int:pk>/", asking.RequestAcceptView.as_view(), name="request_accept"),
    path(f"{BASE}requests/<int:pk>/decline/", asking.RequestDeclineView.as_view(), name="request_decline"),
]
