from django.urls import include, path

from actionplans import views

app_name = "actionplans"
in_a_space = [
    path("", views.PlanShowView.as_view(), name="plan_show"),
    path("plan.pdf", views.PlanPdfView.as_view(), name="plan_pdf"),
    path("change/", views.PlanChangeView.as_view(), name="plan_change"),
    path("adopt/", views.PlanAdoptView.as_view(), name="plan_adopt"),
    path("withdraw/", views.PlanWithdrawView.as_view(), name="plan_withdraw"),
    path("versions/<int:number>/plan.pdf", views.VersionPdfView.as_view(), name="version_pdf"),
    path("versions/<int:number>/publish/", views.PlanPublishView.as_view(), name="plan_publish"),
    path("actions/add/", views.ActionAddView.as_view(), name="action_add"),
    path("actions/<int:pk>/", views.ActionChangeView.as_view(), name="action_change"),
    path("actions/<int:pk>/move/", views.ActionMoveView.as_view(), name="action_move"),
    path("actions/<int:pk>/remove/", views.ActionRemoveView.as_view(), name="action_remove"),
    path("actions/<int:pk>/restore/", views.ActionRestoreView.as_view(), name="action_restore"),
]
urlpatterns = [
    path("s/<slug:slug>/action-plan/", include(in_a_space)),
]
