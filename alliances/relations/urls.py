from django.urls import path

from alliances.relations import views
from alliances.relations.link_views import RelationsReplyView  # known to core.links once it is imported

app_name = "relations"
relations_reply_view = RelationsReplyView
ALL = "s/<slug:slug>/relations/"
MEMBER = f"{ALL}<int:pk>/"
urlpatterns = [
    path(ALL, views.NetworkShowView.as_view(), name="network_show"),
    path(f"{ALL}network/", views.NetworkDataView.as_view(), name="network_data"),
    path(f"{ALL}ask/", views.MembersAskView.as_view(), name="members_ask"),
    path(f"{ALL}remind/", views.MembersRemindView.as_view(), name="members_remind"),
    path(MEMBER, views.MemberShowView.as_view(), name="member_show"),
    path(f"{MEMBER}answer/", views.MemberAnswerView.as_view(), name="member_answer"),
]
