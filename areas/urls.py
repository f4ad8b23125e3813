"""Addresses of people, posts, settings, history, and an area's style sheet."""

app_name = "areas"
urlpatterns = []
