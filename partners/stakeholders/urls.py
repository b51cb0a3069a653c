from django.urls import include, path

from partners.stakeholders import cell_views, criteria_views, import_views, list_views, matrix_views, views
from partners.stakeholders.sheets import answers  # noqa: F401 - makes <export_form:form> known

app_name = "stakeholders"
in_a_space = [
    path("", list_views.ListView.as_view(), name="list"),
    path("columns/", list_views.ColumnsView.as_view(), name="columns"),
    path("views/save/", list_views.ViewSaveView.as_view(), name="view_save"),
    path("views/<int:pk>/", list_views.ViewChangeView.as_view(), name="view_change"),
    path("views/<int:pk>/remove/", list_views.ViewRemoveView.as_view(), name="view_remove"),
    path("many/", cell_views.ManyChangeView.as_view(), name="many_change"),
    path("changes/<int:pk>/take-back/", cell_views.TakeBackChangeView.as_view(), name="change_take_back"),
    path("<int:pk>/cell/", cell_views.CellSaveView.as_view(), name="cell_save"),
    path("criteria/", criteria_views.CriterionListView.as_view(), name="criterion_list"),
    path("criteria/add/", criteria_views.CriterionAddView.as_view(), name="criterion_add"),
    path("criteria/<int:pk>/", criteria_views.CriterionChangeView.as_view(), name="criterion_change"),
    path("criteria/<int:pk>/move/", criteria_views.CriterionMoveView.as_view(), name="criterion_move"),
    path("criteria/<int:pk>/remove/", criteria_views.CriterionRemoveView.as_view(), name="criterion_remove"),
    path("add/", views.AddView.as_view(), name="add"),
    path("export.<export_form:form>", list_views.ExportView.as_view(), name="export"),
    path("matrix/", matrix_views.MatrixView.as_view(), name="matrix"),
    path("matrix/assess/", matrix_views.AssessView.as_view(), name="assess"),
    path("matrix/<int:pk>/take-back/", matrix_views.TakeBackView.as_view(), name="assessment_take_back"),
    path("<int:pk>/change/", views.ChangeView.as_view(), name="change"),
    path("<int:pk>/remove/", views.RemoveView.as_view(), name="remove"),
    path("<int:pk>/member/", views.MakeMemberView.as_view(), name="make_member"),
    path("import/", import_views.UploadView.as_view(), name="import_upload"),
    path("import/<int:pk>/", import_views.PreviewView.as_view(), name="import_preview"),
    path("import/<int:pk>/choose/", import_views.ChooseView.as_view(), name="import_choose"),
    path("import/<int:pk>/apply/", import_views.ApplyView.as_view(), name="import_apply"),
    path("import/<int:pk>/undo/", import_views.UndoView.as_view(), name="import_undo"),
]
urlpatterns = [
    path("s/<slug:slug>/stakeholders/", include(in_a_space)),
]
