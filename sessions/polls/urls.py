from django.urls import path

from sessions.polls import views

app_name = "polls"
BASE = "s/<slug:slug>/meetings/dates/"
ONE = BASE + "<int:pk>/"
urlpatterns = [
    path(BASE + "add/", views.PollAddView.as_view(), name="poll_add"),
    path(ONE, views.PollShowView.as_view(), name="poll_show"),
    path(ONE + "days/add/", views.DayAddView.as_view(), name="day_add"),
    path(ONE + "days/remove/", views.DayRemoveView.as_view(), name="day_remove"),
    path(ONE + "ask/", views.PollAskView.as_view(), name="poll_ask"),
    path(ONE + "choose/", views.PollChooseView.as_view(), name="poll_choose"),
    path(ONE + "end/", views.PollCloseView.as_view(), name="poll_close"),
]
