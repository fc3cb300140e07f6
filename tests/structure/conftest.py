import logging
from functools import partial

import pytest
from django.http import HttpResponse

from config import urls


@pytest.fixture
def plain_refusals(monkeypatch):
    """A thousand doors are closed here: what a refusal looks like is seen elsewhere, and costs as much as a page."""
    for code in (403, 404):
        answer = partial(HttpResponse, status=code)
        monkeypatch.setattr(
            urls, f"handler{code}", lambda request, exception, answer=answer: answer(), raising=False
        )
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
