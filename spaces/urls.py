from django.urls import include, path

from spaces import chair_views, member_views, named_role_views, views

app_name = "spaces"
MEMBER = "members/<int:pk>/"
NAMED = "named/<int:pk>/"
SEAT = "representatives/<int:pk>/"
in_a_space = [
    path("", member_views.PeopleView.as_view(), name="people"),
    path("team/", views.TeamAddView.as_view(), name="team_add"),
    path("chair/", chair_views.ChairShowView.as_view(), name="chair_show"),
    path("chair/plan/", chair_views.ChairPlanView.as_view(), name="chair_plan"),
    path("chair/<int:pk>/", chair_views.ChairTurnChangeView.as_view(), name="chair_turn_change"),
    path("chair/<int:pk>/remove/", chair_views.ChairTurnRemoveView.as_view(), name="chair_turn_remove"),
    path("named/add/", named_role_views.NamedRoleAddView.as_view(), name="named_role_add"),
    path(f"{NAMED}change/", named_role_views.NamedRoleChangeView.as_view(), name="named_role_change"),
    path(f"{NAMED}end/", named_role_views.NamedRoleEndView.as_view(), name="named_role_end"),
    path("roles/<int:pk>/end/", views.RoleEndView.as_view(), name="role_end"),
    path(MEMBER, member_views.MemberShowView.as_view(), name="member_show"),
    path(f"{MEMBER}change/", member_views.MemberChangeView.as_view(), name="member_change"),
    path(f"{MEMBER}end/", member_views.MemberEndView.as_view(), name="member_end"),
    path(f"{MEMBER}pause/", member_views.MemberPauseView.as_view(), name="member_pause"),
    path(f"{MEMBER}back/", member_views.MemberBackView.as_view(), name="member_back"),
    path(f"{MEMBER}again/", member_views.MemberRejoinView.as_view(), name="member_rejoin"),
    path(f"{MEMBER}representative/", member_views.RepresentativeAddView.as_view(), name="representative_add"),
    path(f"{SEAT}replace/", member_views.SeatReplaceView.as_view(), name="seat_replace"),
    path(f"{SEAT}stays/", member_views.SeatReplaceCancelView.as_view(), name="seat_replace_cancel"),
    path(f"{SEAT}mandate/", member_views.MandateChangeView.as_view(), name="mandate_change"),
    path(f"{SEAT}end/", member_views.RepresentativeEndView.as_view(), name="representative_end"),
    path("<int:pk>/", views.PersonChangeView.as_view(), name="person_change"),
]
urlpatterns = [
    path("s/<slug:slug>/profile/", views.ProfileChangeView.as_view(), name="profile_change"),
    path("s/<slug:slug>/people/", include(in_a_space)),
]
