from django.urls import path

from spaces import views

app_name = "spaces"
urlpatterns = [
    path("s/<slug:slug>/profile/", views.ProfileChangeView.as_view(), name="profile_change"),
    path("s/<slug:slug>/people/", views.PeopleView.as_view(), name="people"),
    path("s/<slug:slug>/people/team/", views.TeamAddView.as_view(), name="team_add"),
    path("s/<slug:slug>/people/roles/<int:pk>/end/", views.RoleEndView.as_view(), name="role_end"),
    path("s/<slug:slug>/people/members/<int:pk>/", views.MemberChangeView.as_view(), name="member_change"),
    path("s/<slug:slug>/people/members/<int:pk>/end/", views.MemberEndView.as_view(), name="member_end"),
    path(
        "s/<slug:slug>/people/members/<int:pk>/representative/",
        views.RepresentativeAddView.as_view(),
        name="representative_add",
    ),
    path(
        "s/<slug:slug>/people/representatives/<int:pk>/end/",
        views.RepresentativeEndView.as_view(),
        name="representative_end",
    ),
    path("s/<slug:slug>/people/<int:pk>/", views.PersonChangeView.as_view(), name="person_change"),
]
