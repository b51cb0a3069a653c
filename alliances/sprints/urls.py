from django.urls import include, path

from alliances.sprints import views
from alliances.sprints.link_views import RoundReplyView  # known to core.links once it is imported

app_name = "sprints"
round_reply_view = RoundReplyView
SPRINT = "<int:pk>/"
GOAL = "goals/<int:pk>/"
ROUND = "rounds/<int:pk>/"
in_a_space = [
    path("", views.SprintListView.as_view(), name="sprint_list"),
    path("add/", views.SprintAddView.as_view(), name="sprint_add"),
    path(f"{SPRINT}change/", views.SprintChangeView.as_view(), name="sprint_change"),
    path(f"{SPRINT}look-back/", views.LookBackAskView.as_view(), name="look_back_ask"),
    path(f"{SPRINT}look-backs/", views.LookBackListView.as_view(), name="look_back_list"),
    path(f"{SPRINT}goals/add/", views.GoalAddView.as_view(), name="goal_add"),
    path(f"{GOAL}change/", views.GoalChangeView.as_view(), name="goal_change"),
    path(f"{GOAL}remove/", views.GoalRemoveView.as_view(), name="goal_remove"),
    path("ask/<slug:kind>/", views.RoundAskView.as_view(), name="round_ask"),
    path(ROUND, views.RoundShowView.as_view(), name="round_show"),
    path(f"{ROUND}answer/", views.RoundAnswerView.as_view(), name="round_answer"),
    path(f"{ROUND}remind/", views.RoundRemindView.as_view(), name="round_remind"),
    path(f"{ROUND}close/", views.RoundCloseView.as_view(), name="round_close"),
]
urlpatterns = [
    path("s/<slug:slug>/sprints/", include(in_a_space)),
]
