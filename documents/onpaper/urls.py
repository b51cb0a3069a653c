from django.urls import path

from documents.onpaper import views

app_name = "onpaper"
urlpatterns = [
    path("s/<slug:slug>/earlier/", views.EarlierShowView.as_view(), name="earlier_show"),
    path("s/<slug:slug>/earlier/meeting/", views.MeetingTakeInView.as_view(), name="meeting_take_in"),
    path("s/<slug:slug>/earlier/signatures/", views.SignaturesTakeInView.as_view(), name="signatures_take_in"),
    path("s/<slug:slug>/earlier/plan/", views.PlanTakeInView.as_view(), name="plan_take_in"),
    path("s/<slug:slug>/earlier/<slug:what>/<int:pk>/", views.FactCorrectView.as_view(), name="fact_correct"),
    path("s/<slug:slug>/earlier/<slug:what>/<int:pk>/take-out/", views.FactTakeOutView.as_view(), name="fact_take_out"),
]
