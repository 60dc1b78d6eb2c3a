"""Make the first account, once."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Create the account “editor” with a random password, printed once; does nothing when an account exists."

    def handle(self, **options):
        users = get_user_model().objects
        if users.exists():
            self.stdout.write("Editor: the account exists; a new password: manage.py changepassword editor")
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("editor", password=password)
        self.stdout.write(f"Editor: editor   Password (shown this once): {password}")
