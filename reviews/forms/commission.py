"""What those who run a commission type."""

from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import IN_OUR_TIME
from engine.deadlines import at_hour, zone_label
from reviews.enums import Choice, Presence, Voice
from reviews.forms.common import area

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NUMERIC = {"inputmode": "numeric"}
LONGEST_HEARING = 240


class SeatForm(forms.Form):
    capacity = forms.CharField(
        label="Qualité",
        help_text="Au titre de quoi cette personne siège\u00a0: elle est imprimée sur la convocation et au procès-verbal.",
        max_length=160,
    )
    voice = forms.ChoiceField(label="Voix", choices=Voice.choices, widget=forms.RadioSelect)
    presides = forms.BooleanField(label="Ce siège préside la commission", required=False)
    holder = forms.EmailField(
        label="Titulaire", help_text="L’adresse électronique de son compte.", max_length=254
    )
    alternate = forms.EmailField(
        label="Suppléant",
        help_text="Il siège quand le titulaire est absent ou se déporte.",
        max_length=254,
        required=False,
    )
    since = forms.DateField(label="À compter du", validators=IN_OUR_TIME, widget=DAY)


class WhenForm(forms.Form):
    """When and where a meeting is held, in the zone of its call."""

    day = forms.DateField(label="Date", validators=IN_OUR_TIME, widget=DAY)
    hour = forms.TimeField(label="Heure", widget=HOUR)
    place = forms.CharField(
        label="Lieu",
        help_text="Une adresse et une salle, ou le lien de la visioconférence.",
        max_length=200,
    )

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["hour"].label = f"Heure ({zone_label(zone)})"

    def values(self) -> dict:
        data = self.cleaned_data
        rest = {name: value for name, value in data.items() if name not in {"day", "hour"}}
        return rest | {"starts_at": at_hour(data["day"], data["hour"], self.zone)}


class MeetingForm(WhenForm):
    hearing_minutes = forms.IntegerField(
        label="Présentation de chaque candidat (minutes)",
        help_text="La même pour tous. 0\u00a0: les candidats ne sont pas entendus.",
        min_value=0,
        max_value=LONGEST_HEARING,
        widget=forms.NumberInput(attrs=NUMERIC),
    )
    question_minutes = forms.IntegerField(
        label="Questions à chaque candidat (minutes)",
        min_value=0,
        max_value=LONGEST_HEARING,
        widget=forms.NumberInput(attrs=NUMERIC),
    )


def when_of(meeting) -> dict:
    """What a form about an existing meeting shows first."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.call.time_zone))
    shown = {"day": local.date(), "hour": local.time(), "place": meeting.place}
    return shown | {name: getattr(meeting, name) for name in ("hearing_minutes", "question_minutes")}


class AgendaForm(forms.Form):
    """Which files come on the agenda, in which order, and at which hour those whose hearing is fixed."""

    def __init__(self, *args, files, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.files, self.meeting = files, meeting
        items = {item.application_id: item for item in meeting.items.all()}
        for rank, file in enumerate(files, start=1):
            item = items.get(file.pk)
            named = f"dossier {file.number}"
            self.fields[f"on-{file.pk}"] = forms.BooleanField(
                label=f"Inscrire le {named}", required=False, initial=item is not None
            )
            self.fields[f"order-{file.pk}"] = forms.IntegerField(
                label=f"Ordre du {named}", min_value=1, max_value=999, required=False, initial=rank
            )
            self.fields[f"hour-{file.pk}"] = forms.TimeField(
                label=f"Heure d’audition du {named}", required=False, widget=HOUR
            )
            self.fields[f"order-{file.pk}"].widget = forms.TextInput(attrs=NUMERIC)
            for name in ("order", "hour"):
                attributes = self.fields[f"{name}-{file.pk}"].widget.attrs
                attributes |= {"aria-label": self.fields[f"{name}-{file.pk}"].label, "class": "cell-input"}

    def rows(self):
        return [
            (file, self[f"on-{file.pk}"], self[f"order-{file.pk}"], self[f"hour-{file.pk}"])
            for file in self.files
        ]

    def chosen(self) -> list[int]:
        """The ticked files in the order typed; one without order comes last."""
        data = self.cleaned_data
        ticked = [file for file in self.files if data.get(f"on-{file.pk}")]
        ticked.sort(key=lambda file: data.get(f"order-{file.pk}") or 1000)
        return [file.pk for file in ticked]

    def hours(self) -> dict:
        call, data = self.meeting.call, self.cleaned_data
        day = self.meeting.starts_at.astimezone(ZoneInfo(call.time_zone)).date()
        typed = {file.pk: data.get(f"hour-{file.pk}") for file in self.files}
        return {pk: at_hour(day, hour, call.time_zone) for pk, hour in typed.items() if hour is not None}


class LateForm(forms.Form):
    """Why the convocation leaves later than the delays allow."""

    late_reason = forms.CharField(
        label="Motif du délai réduit",
        help_text="Il est conservé et figure à la convocation et au procès-verbal.",
        max_length=2000,
        widget=area(3),
    )


class AttendanceRow(forms.Form):
    """How one seat is held."""

    presence = forms.ChoiceField(label="Présence")
    proxy_to = forms.TypedChoiceField(label="Pouvoir donné à", required=False, coerce=int, empty_value=None)
    alternate_here = forms.BooleanField(label="Suppléant présent aussi", required=False)

    def __init__(self, *args, line, lines, everybody=False, **kwargs):
        first = {name: getattr(line, name) for name in ("presence", "alternate_here")}
        first |= {"presence": Presence.HOLDER} if everybody and line.presence == Presence.EXPECTED else {}
        super().__init__(*args, initial=first | {"proxy_to": line.proxy_to_id}, **kwargs)
        self.line, seat = line, line.seat
        self.fields["presence"].choices = [
            (value, self._shown(value, label)) for value, label in Presence.choices if self._offered(value)
        ]
        self.fields["proxy_to"].choices = [("", "Personne")] + [
            (other.pk, f"{other.seat.holder} – {other.seat.capacity}")
            for other in lines
            if other.pk != line.pk and other.seat.voice == Voice.DELIBERATIVE
        ]
        if seat.voice != Voice.DELIBERATIVE:
            del self.fields["proxy_to"]
        if seat.alternate is None:
            del self.fields["alternate_here"]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {seat.capacity}, {seat.holder}"

    def _offered(self, value) -> bool:
        seat = self.line.seat
        if value == Presence.ALTERNATE:
            return seat.alternate is not None
        return value != Presence.REPRESENTED or seat.voice == Voice.DELIBERATIVE

    def _shown(self, value, label) -> str:
        return "À noter" if value == Presence.EXPECTED else label


class PollForm(forms.Form):
    question = forms.CharField(
        label="Question mise aux voix",
        help_text="Elle se formule pour qu’un vote «\u00a0pour\u00a0» l’adopte.",
        max_length=250,
    )
    secret = forms.TypedChoiceField(
        label="Scrutin",
        choices=[
            ("open", "À main levée\u00a0: le secrétariat note les voix, ou chacun vote sur son appareil"),
            ("secret", "À bulletin secret\u00a0: chacun vote sur son appareil, seuls les totaux sont gardés"),
        ],
        coerce=lambda value: value == "secret",
        initial="open",
        widget=forms.RadioSelect,
    )


class BallotsForm(forms.Form):
    """The voices of a vote by show of hands, one line per seat; a line left empty waits."""

    def __init__(self, *args, voters, **kwargs):
        super().__init__(*args, **kwargs)
        for voter in voters:
            self.fields[str(voter["line"].pk)] = forms.ChoiceField(
                label=f"{voter['label']} ({voter['person']})",
                choices=Choice.choices,
                required=False,
                initial=voter["ballot"].choice if voter["ballot"] else "",
                widget=forms.RadioSelect,
            )

    def choices(self) -> dict[int, str]:
        return {int(name): value for name, value in self.cleaned_data.items() if value}


class DebateForm(forms.Form):
    debate = forms.CharField(
        label="Résumé des échanges",
        help_text="Imprimé au procès-verbal sous ce dossier. Enregistré à mesure que vous écrivez.",
        required=False,
        max_length=10_000,
        widget=area(8),
    )


class ObservationForm(forms.Form):
    """What a member asks to have written in the minutes, on an item they may hear of or on the meeting."""

    line = forms.TypedChoiceField(label="Au nom de", coerce=int)
    item = forms.TypedChoiceField(label="Sur", required=False, coerce=int, empty_value=None)
    text = forms.CharField(label="Observation à consigner", max_length=3000, widget=area(3))

    def __init__(self, *args, lines, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [
            (line.pk, f"{line.seat.capacity} – {line.seat.holder}") for line in lines
        ]
        self.fields["item"].choices = [("", "La réunion dans son ensemble")] + [
            (item.pk, f"{item.application.number} – {item.application.structure}") for item in items
        ]


class SignatureForm(forms.Form):
    capacity = forms.CharField(
        label="Qualité du signataire",
        help_text="Imprimée au bas du procès-verbal et du classement, avec la date\u00a0: «\u00a0Présidente de la commission ».",
        max_length=120,
    )
    read = forms.BooleanField(
        label="J’ai lu le projet de procès-verbal et la liste de classement, et je les approuve",
        error_messages={"required": "Lisez les projets, puis confirmez que vous les approuvez."},
    )
