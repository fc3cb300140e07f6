"""Pages of a signed-in person are kept by no proxy, and by no browser once they signed out."""

from django.urls import reverse

from tests.applications.pages import as_, url
from tests.factories import make_call, started


def test_what_is_read_signed_in_is_kept_by_no_proxy(client, cast):
    draft = started(make_call(cast), cast)
    assert as_(cast.editor).get(url("file", draft))["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in client.get("/").headers


def test_signing_out_empties_what_the_browser_kept(cast):
    browser = as_(cast.editor)
    answer = browser.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert browser.get(reverse("applications:list")).status_code == 302
