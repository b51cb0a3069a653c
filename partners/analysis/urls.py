from django.urls import include, path

from partners.analysis import (
    consultation_views,
    gap_views,
    inventory_views,
    source_views,
    views,
    workshop_views,
)

app_name = "analysis"
INVENTORY = "inventory/"
SOURCES = "sources/"
CONSULTATIONS = "consultations/"
GAPS = "gaps/"
in_a_space = [
    path("", views.AnalysisShowView.as_view(), name="analysis_show"),
    path("workshop/", workshop_views.WorkshopShowView.as_view(), name="workshop_show"),
    path("workshop/close/", workshop_views.WorkshopCloseView.as_view(), name="workshop_close"),
    path(INVENTORY, inventory_views.InventoryListView.as_view(), name="inventory_list"),
    path(INVENTORY + "add/", inventory_views.InventoryAddView.as_view(), name="inventory_add"),
    path(INVENTORY + "waiting/", inventory_views.InventoryWaitingView.as_view(), name="inventory_waiting"),
    path(INVENTORY + "keep/", inventory_views.InventoryKeepAllView.as_view(), name="inventory_keep_all"),
    path(INVENTORY + "<int:pk>/", inventory_views.InventoryShowView.as_view(), name="inventory_show"),
    path(INVENTORY + "<int:pk>/change/", inventory_views.InventoryChangeView.as_view(), name="inventory_change"),
    path(INVENTORY + "<int:pk>/remove/", inventory_views.InventoryRemoveView.as_view(), name="inventory_remove"),
    path(INVENTORY + "<int:pk>/keep/", inventory_views.InventoryKeepView.as_view(), name="inventory_keep"),
    path(SOURCES, source_views.SourceListView.as_view(), name="source_list"),
    path(SOURCES + "add/", source_views.SourceAddView.as_view(), name="source_add"),
    path(SOURCES + "<int:pk>/", source_views.SourceShowView.as_view(), name="source_show"),
    path(SOURCES + "<int:pk>/change/", source_views.SourceChangeView.as_view(), name="source_change"),
    path(SOURCES + "<int:pk>/remove/", source_views.SourceRemoveView.as_view(), name="source_remove"),
    path(CONSULTATIONS, consultation_views.ConsultationListView.as_view(), name="consultation_list"),
    path(CONSULTATIONS + "add/", consultation_views.ConsultationAddView.as_view(), name="consultation_add"),
    path(CONSULTATIONS + "questions/", consultation_views.QuestionsChangeView.as_view(), name="questions_change"),
    path(CONSULTATIONS + "<int:pk>/", consultation_views.ConsultationShowView.as_view(), name="consultation_show"),
    path(
        CONSULTATIONS + "<int:pk>/change/",
        consultation_views.ConsultationChangeView.as_view(),
        name="consultation_change",
    ),
    path(
        CONSULTATIONS + "<int:pk>/remove/",
        consultation_views.ConsultationRemoveView.as_view(),
        name="consultation_remove",
    ),
    path(GAPS, gap_views.GapListView.as_view(), name="gap_list"),
    path(GAPS + "add/", gap_views.GapAddView.as_view(), name="gap_add"),
    path(GAPS + "<int:pk>/", gap_views.GapShowView.as_view(), name="gap_show"),
    path(GAPS + "<int:pk>/change/", gap_views.GapChangeView.as_view(), name="gap_change"),
    path(GAPS + "<int:pk>/remove/", gap_views.GapRemoveView.as_view(), name="gap_remove"),
    path(GAPS + "<int:pk>/move/", gap_views.GapMoveView.as_view(), name="gap_move"),
    path(GAPS + "<int:pk>/evidence/", gap_views.EvidenceChooseView.as_view(), name="evidence_choose"),
    path(GAPS + "<int:pk>/said/", gap_views.RemarkAddView.as_view(), name="remark_add"),
    path("said/<int:pk>/remove/", gap_views.RemarkRemoveView.as_view(), name="remark_remove"),
]
urlpatterns = [
    path("w/<str:code>/", workshop_views.WorkshopOpenView.as_view(), name="workshop_open"),
    path("s/<slug:slug>/analysis/", include(in_a_space)),
]
