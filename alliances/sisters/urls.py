from django.urls import path

from alliances.sisters import views

app_name = "sisters"
ALL = "s/<slug:slug>/sisters/"
ONE = f"{ALL}<int:pk>/"
urlpatterns = [
    path(ALL, views.SisterListView.as_view(), name="sister_list"),
    path(f"{ALL}find/", views.SisterFindView.as_view(), name="sister_find"),
    path(f"{ALL}propose/<slug:other>/", views.SisterProposeView.as_view(), name="sister_propose"),
    path(f"{ONE}answer/", views.SisterAnswerView.as_view(), name="sister_answer"),
    path(f"{ONE}end/", views.SisterEndView.as_view(), name="sister_end"),
]
