from django.urls import include, path

from alliances.relations import views
from alliances.relations.link_views import RelationsReplyView  # known to core.links once it is imported

app_name = "relations"
relations_reply_view = RelationsReplyView
MEMBER = "<int:pk>/"
in_a_space = [
    path("", views.NetworkShowView.as_view(), name="network_show"),
    path("network/", views.NetworkDataView.as_view(), name="network_data"),
    path("ask/", views.MembersAskView.as_view(), name="members_ask"),
    path("remind/", views.MembersRemindView.as_view(), name="members_remind"),
    path(MEMBER, views.MemberShowView.as_view(), name="member_show"),
    path(f"{MEMBER}answer/", views.MemberAnswerView.as_view(), name="member_answer"),
]
urlpatterns = [
    path("s/<slug:slug>/relations/", include(in_a_space)),
]
