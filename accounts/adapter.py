from allauth.account.adapter import DefaultAccountAdapter

from accounts.enums import INVITATION_TO_ANSWER
from accounts.models import Invitation


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; names come from our form; the address is stored in lower case."""

    def save_user(self, request, user, form, commit=True):
        user.first_name = form.cleaned_data["first_name"].strip()
        user.last_name = form.cleaned_data["last_name"].strip()
        user.email = form.cleaned_data["email"].lower()
        user.set_password(form.cleaned_data["password1"])
        if commit:
            user.save()
        return user

    def get_login_redirect_url(self, request):
        return self._invitation(request) or super().get_login_redirect_url(request)

    def _invitation(self, request) -> str:
        """The invitation whose link was opened before signing in; its page forgets it once shown."""
        token = request.session.get(INVITATION_TO_ANSWER, "")
        invitation = token and Invitation.objects.waiting().with_token(token).first()
        return invitation.get_absolute_url() if invitation else ""
