from django.urls import include, path

from documents.files import views

app_name = "files"
in_a_space = [
    path("", views.FileListView.as_view(), name="file_list"),
    path("add/", views.FileAddView.as_view(), name="file_add"),
    path("<int:pk>/", views.FileShowView.as_view(), name="file_show"),
    path("<int:pk>/change/", views.FileChangeView.as_view(), name="file_change"),
    path("<int:pk>/new-version/", views.VersionAddView.as_view(), name="version_add"),
    path("<int:pk>/throw-away/", views.FileThrowAwayView.as_view(), name="file_throw_away"),
    path("<int:pk>/put-back/", views.FilePutBackView.as_view(), name="file_put_back"),
    path("<int:pk>/<int:number>/", views.FileDownloadView.as_view(), name="file_download"),
]
urlpatterns = [
    path("s/<slug:slug>/files/", include(in_a_space)),
]
