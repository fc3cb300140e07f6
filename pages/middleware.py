import logging
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import page_not_found

from accounts.errors import DeclareFirst, NotVisible, Refused
from applications.views.reading import to_declaration

log = logging.getLogger(__name__)


class Reception:
    """The instant a request reached us, to the second: the one a deposit is judged on. First in the chain.

    What is begun and then held back is received when it ends: nobody keeps a closing open by sending slowly.
    """

    UNHURRIED = timedelta(minutes=1)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.received_at = self.now()
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        if request.method == "POST" and request.POST is not None:  # the body is read here
            ended = self.now()
            if ended - request.received_at > self.UNHURRIED:
                request.received_at = ended

    @staticmethod
    def now():
        return timezone.now().replace(microsecond=0)


class NoNul:
    """Answers 400 to a NUL character: no page of ours sends one, and PostgreSQL stores none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.refuse([request.path, *request.COOKIES.values()], request.GET)
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        if request.method == "POST":
            self.refuse([], request.POST)

    @staticmethod
    def refuse(texts, sent):
        typed = (text for key, values in sent.lists() for text in (key, *values))
        if any("\x00" in text for text in (*texts, *typed)):
            raise SuspiciousOperation("A NUL character was sent.")


class BodyLimit:
    """Answers 413 on what a request announces: neither memory nor disk receives what would be refused anyway.

    Before anything reads the body (forms are read with the check of their token), after the person is known.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        announced = request.META.get("CONTENT_LENGTH") or "0"  # without it, Django reads nothing
        most = self.most(request)
        if not announced.isdigit() or int(announced) <= most:
            return self.get_response(request)
        log.warning("a body of %s bytes was refused: %s", announced, request.path)
        limits = {"most": most // 1024 // 1024, "each": settings.UPLOAD_MAX_BYTES // 1024 // 1024}
        return render(request, "413.html", limits, status=413)

    @staticmethod
    def most(request) -> int:
        if not request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data"):
            return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.user.is_authenticated:
            return settings.BODY_MAX_BYTES
        return settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # one file to verify


class Private:
    """What a signed-in person reads is theirs: no proxy keeps it, and signing out empties what the browser kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        elif request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache"'
        return response


class Refusals:
    """Turns what a service answered instead of doing into a page: absent → 404, refused → 422 with every reason,
    interests not declared yet → the page where they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            back = request.META.get("HTTP_REFERER") if request.method == "POST" else None
            return render(request, "422.html", {"reasons": exception.reasons, "back_url": back}, status=422)
        if isinstance(exception, NotVisible):
            log.info("not visible: %s", request.path)
            return page_not_found(request, Http404())
        if isinstance(exception, DeclareFirst):
            return to_declaration(request, exception.page)
        return None
