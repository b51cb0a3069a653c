from django.urls import path

from partners.stakeholders import import_views, matrix_views, views
from partners.stakeholders.sheets import answers  # noqa: F401 - makes <export_form:form> known

app_name = "stakeholders"
BASE = "s/<slug:slug>/stakeholders/"
urlpatterns = [
    path(BASE, views.ListView.as_view(), name="list"),
    path(BASE + "add/", views.AddView.as_view(), name="add"),
    path(BASE + "export.<export_form:form>", views.ExportView.as_view(), name="export"),
    path(BASE + "matrix/", matrix_views.MatrixView.as_view(), name="matrix"),
    path(BASE + "matrix/assess/", matrix_views.AssessView.as_view(), name="assess"),
    path(BASE + "matrix/<int:pk>/take-back/", matrix_views.TakeBackView.as_view(), name="assessment_take_back"),
    path(BASE + "<int:pk>/change/", views.ChangeView.as_view(), name="change"),
    path(BASE + "<int:pk>/remove/", views.RemoveView.as_view(), name="remove"),
    path(BASE + "<int:pk>/member/", views.MakeMemberView.as_view(), name="make_member"),
    path(BASE + "import/", import_views.UploadView.as_view(), name="import_upload"),
    path(BASE + "import/<int:pk>/", import_views.PreviewView.as_view(), name="import_preview"),
    path(BASE + "import/<int:pk>/choose/", import_views.ChooseView.as_view(), name="import_choose"),
    path(BASE + "import/<int:pk>/apply/", import_views.ApplyView.as_view(), name="import_apply"),
    path(BASE + "import/<int:pk>/undo/", import_views.UndoView.as_view(), name="import_undo"),
]
