from django.urls import path

from alliances.workinggroups import views

app_name = "workinggroups"
ALL = "s/<slug:slug>/groups/"
GROUP = "s/<slug:slug>/group/"
urlpatterns = [
    # of the alliance
    path(ALL, views.GroupListView.as_view(), name="group_list"),
    path(f"{ALL}add/", views.GroupAddView.as_view(), name="group_add"),
    path(
        f"{ALL}recommendations/<int:pk>/decide/",
        views.RecommendationDecideView.as_view(),
        name="recommendation_decide",
    ),
    # of the group itself
    path(GROUP, views.GroupShowView.as_view(), name="group_show"),
    path(f"{GROUP}change/", views.GroupChangeView.as_view(), name="group_change"),
    path(f"{GROUP}people/add/", views.PeopleAddView.as_view(), name="people_add"),
    path(f"{GROUP}people/<int:pk>/take-out/", views.PersonTakeOutView.as_view(), name="person_take_out"),
    path(f"{GROUP}people/<int:pk>/lead/", views.PersonLeadView.as_view(), name="person_lead"),
    path(f"{GROUP}recommendations/add/", views.RecommendationAddView.as_view(), name="recommendation_add"),
    path(
        f"{GROUP}recommendations/<int:pk>/change/",
        views.RecommendationChangeView.as_view(),
        name="recommendation_change",
    ),
]
