from django.urls import include, path

from documents.onpaper import views

app_name = "onpaper"
in_a_space = [
    path("", views.EarlierShowView.as_view(), name="earlier_show"),
    path("meeting/", views.MeetingTakeInView.as_view(), name="meeting_take_in"),
    path("signatures/", views.SignaturesTakeInView.as_view(), name="signatures_take_in"),
    path("plan/", views.PlanTakeInView.as_view(), name="plan_take_in"),
    path("<slug:what>/<int:pk>/", views.FactCorrectView.as_view(), name="fact_correct"),
    path("<slug:what>/<int:pk>/take-out/", views.FactTakeOutView.as_view(), name="fact_take_out"),
]
urlpatterns = [
    path("s/<slug:slug>/earlier/", include(in_a_space)),
]
