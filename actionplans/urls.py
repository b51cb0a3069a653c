from django.urls import path

from actionplans import views

app_name = "actionplans"
BASE = "s/<slug:slug>/action-plan/"
urlpatterns = [
    path(BASE, views.PlanShowView.as_view(), name="plan_show"),
    path(BASE + "plan.pdf", views.PlanPdfView.as_view(), name="plan_pdf"),
    path(BASE + "change/", views.PlanChangeView.as_view(), name="plan_change"),
    path(BASE + "adopt/", views.PlanAdoptView.as_view(), name="plan_adopt"),
    path(BASE + "withdraw/", views.PlanWithdrawView.as_view(), name="plan_withdraw"),
    path(BASE + "versions/<int:number>/plan.pdf", views.VersionPdfView.as_view(), name="version_pdf"),
    path(BASE + "versions/<int:number>/publish/", views.PlanPublishView.as_view(), name="plan_publish"),
    path(BASE + "actions/add/", views.ActionAddView.as_view(), name="action_add"),
    path(BASE + "actions/<int:pk>/", views.ActionChangeView.as_view(), name="action_change"),
    path(BASE + "actions/<int:pk>/move/", views.ActionMoveView.as_view(), name="action_move"),
    path(BASE + "actions/<int:pk>/remove/", views.ActionRemoveView.as_view(), name="action_remove"),
    path(BASE + "actions/<int:pk>/restore/", views.ActionRestoreView.as_view(), name="action_restore"),
]
