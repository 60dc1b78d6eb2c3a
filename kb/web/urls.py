"""Pages under a language prefix."""

urlpatterns = []
