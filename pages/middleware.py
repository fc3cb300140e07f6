from django.utils import timezone


def reception(get_response):
    """The instant a request reached us, to the second: the one a deposit is judged on. First in the chain."""

    def middleware(request):
        request.received_at = timezone.now().replace(microsecond=0)
        return get_response(request)

    return middleware
