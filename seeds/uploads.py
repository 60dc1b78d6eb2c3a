"""What may be uploaded at once; larger piles go through ``manage.py import_seeds``."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# Bytes of one request, files together.
UPLOAD_LIMIT = 20_000_000
# Letters of a pasted text.
PASTE_LIMIT = 1_000_000
# What a job reads, archives unpacked.
DOCUMENTS_LIMIT = 500
LETTERS_LIMIT = 20_000_000


class CappedUpload(FileUploadHandler):
    """Lets go by what is too large, and says so in ``request.upload_too_large``: the form can still answer."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.left = UPLOAD_LIMIT
        self.request.upload_too_large = False
        # What the browser announces above the limit isn't worth keeping.
        if content_length > UPLOAD_LIMIT + 3_000_000:
            self._refuse()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.left <= 0:
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        self.left -= len(raw_data)
        if self.left <= 0:
            self._refuse()
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None

    def _refuse(self):
        self.left = 0
        self.request.upload_too_large = True
