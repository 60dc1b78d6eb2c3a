"""The content security policy, until Django's own (6.0) takes over with the same setting."""

from django.conf import settings


def content_security_policy(get_response):
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
