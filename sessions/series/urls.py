from django.urls import path

from sessions.series import views

app_name = "series"
BASE = "s/<slug:slug>/meetings/series/"
ONE = BASE + "<int:pk>/"
urlpatterns = [
    path(BASE + "add/", views.SeriesAddView.as_view(), name="series_add"),
    path(ONE, views.SeriesShowView.as_view(), name="series_show"),
    path(ONE + "change/", views.SeriesChangeView.as_view(), name="series_change"),
    path(ONE + "more/", views.MeetingMoreView.as_view(), name="meeting_more"),
    path(ONE + "hosts/", views.RotaChangeView.as_view(), name="rota_change"),
    path(ONE + "end/", views.SeriesEndView.as_view(), name="series_end"),
    path(BASE + "hosts/<int:pk>/take/", views.HostTakeView.as_view(), name="host_take"),
]
