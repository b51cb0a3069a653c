"""The addresses of demo settings: those of the tests, and the demo's own."""

from django.urls import include, path

from config.urls import urlpatterns as usual

urlpatterns = [*usual, path("demo/", include("demo.urls"))]
