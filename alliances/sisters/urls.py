from django.urls import include, path

from alliances.sisters import views

app_name = "sisters"
ONE = "<int:pk>/"
in_a_space = [
    path("", views.SisterListView.as_view(), name="sister_list"),
    path("find/", views.SisterFindView.as_view(), name="sister_find"),
    path("propose/<slug:other>/", views.SisterProposeView.as_view(), name="sister_propose"),
    path(f"{ONE}answer/", views.SisterAnswerView.as_view(), name="sister_answer"),
    path(f"{ONE}end/", views.SisterEndView.as_view(), name="sister_end"),
]
urlpatterns = [
    path("s/<slug:slug>/sisters/", include(in_a_space)),
]
