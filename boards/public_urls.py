"""Addresses."""

app_name = "published"
urlpatterns = []
