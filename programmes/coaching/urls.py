from django.urls import path

from programmes.coaching import views

app_name = "coaching"
BASE = "p/<slug:slug>/coaches/"
urlpatterns = [
    path(BASE, views.CoachListView.as_view(), name="coach_list"),
    path(f"{BASE}regions/<int:region>/give/", views.CoachGiveView.as_view(), name="coach_give"),
    path(f"{BASE}<int:pk>/change/", views.CoachChangeView.as_view(), name="coach_change"),
    path(f"{BASE}<int:pk>/take-back/", views.CoachTakeBackView.as_view(), name="coach_take_back"),
]
