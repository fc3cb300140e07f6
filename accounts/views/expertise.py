from django.contrib import messages
from django.shortcuts import redirect

from accounts.forms import ExpertiseForm
from accounts.models import Expertise
from accounts.services.expertise import save_expertise
from accounts.views.common import page, sent


def expertise(request):
    """What one reads best: it guides the distribution of files, and binds nobody."""
    row = Expertise.objects.filter(person=request.user).first()
    form = ExpertiseForm(sent(request), row=row)
    if form.is_valid():
        save_expertise(request.user, **form.cleaned_data)
        messages.success(request, "Votre domaine d’expertise est enregistré.")
        return redirect("accounts:expertise")
    return page(request, "expertise", {"form": form}, form)
