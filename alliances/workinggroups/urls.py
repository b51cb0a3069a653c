from django.urls import include, path

from alliances.workinggroups import views

app_name = "workinggroups"
ALL = "s/<slug:slug>/groups/"
in_a_group = [
    path("", views.GroupShowView.as_view(), name="group_show"),
    path("change/", views.GroupChangeView.as_view(), name="group_change"),
    path("people/add/", views.PeopleAddView.as_view(), name="people_add"),
    path("people/<int:pk>/take-out/", views.PersonTakeOutView.as_view(), name="person_take_out"),
    path("people/<int:pk>/lead/", views.PersonLeadView.as_view(), name="person_lead"),
    path("recommendations/add/", views.RecommendationAddView.as_view(), name="recommendation_add"),
    path(
        "recommendations/<int:pk>/change/",
        views.RecommendationChangeView.as_view(),
        name="recommendation_change",
    ),
]
urlpatterns = [
    path(ALL, views.GroupListView.as_view(), name="group_list"),
    path(f"{ALL}add/", views.GroupAddView.as_view(), name="group_add"),
    path(
        f"{ALL}recommendations/<int:pk>/decide/",
        views.RecommendationDecideView.as_view(),
        name="recommendation_decide",
    ),
    path("s/<slug:slug>/group/", include(in_a_group)),
]
