"""Reference data and people. Sign-in to the administration is the site's own: proved address, second factor, limits."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind
from accounts.models import (
    Establishment,
    Grant,
    Membership,
    Organisation,
    Person,
    RegisterSnapshot,
    StructureCategory,
    Territory,
    UnionMembership,
)

admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = "Jalon – administration"
admin.site.site_title = "Jalon"
admin.site.index_title = "Données de référence"
admin.site.unregister(Group)


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = Person
        fields = ["email", "first_name", "last_name"]


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """Nobody signs in as somebody else: the address and the password of an account belong to its person alone."""

    add_form = PersonCreationForm
    ordering = ["last_name", "first_name", "id"]
    list_display = ["email", "last_name", "first_name", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email"]}),
        ("Identité", {"fields": ["first_name", "last_name", "job_title", "phone"]}),
        ("Préférences", {"fields": ["wants_mail", "compact"]}),
        ("Administration", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "usable_password", "password1", "password2"]})
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "email", "password"] if obj else self.readonly_fields

    def user_change_password(self, request, id, form_url=""):
        raise PermissionDenied


@admin.register(Territory)
class TerritoryAdmin(admin.ModelAdmin):
    list_display = ["name", "level", "code", "parent", "time_zone"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]


@admin.register(StructureCategory)
class StructureCategoryAdmin(admin.ModelAdmin):
    list_display = ["code", "short", "label", "since", "until", "verified"]
    list_filter = ["verified"]
    search_fields = ["code", "short", "label"]


class EstablishmentInline(admin.TabularInline):
    model = Establishment
    extra = 0
    autocomplete_fields = ["category", "departement"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "siret", "territory", "verified_at", "court_verified", "is_fictitious"]
    list_filter = ["kind", "court_verified", "is_fictitious", ("verified_at", admin.EmptyFieldListFilter)]
    list_select_related = ["territory"]
    search_fields = ["name", "short_name", "siret", "finess"]
    autocomplete_fields = ["territory"]
    inlines = [EstablishmentInline]

    def get_readonly_fields(self, request, obj=None):
        """A kind is chosen once: changing it would carry the people of one kind into another."""
        return ["kind"] if obj else []


class GrantInline(admin.TabularInline):
    model = Grant
    extra = 1


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """How an authority gets its first administrator, who then invites the others.

    Structures and unions choose their own people: a place given here would open their sealed files.
    """

    list_display = ["person", "organisation", "status", "asked_at", "answered_at", "ended_at"]
    list_filter = ["status", "organisation__kind"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__last_name", "organisation__name"]
    autocomplete_fields = ["person", "organisation"]
    fields = ["person", "organisation", "status", "message", "reason"]
    inlines = [GrantInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organisation":
            kwargs["queryset"] = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self.is_agent(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj is not None and self.is_agent(obj)

    @staticmethod
    def is_agent(membership) -> bool:
        return membership.organisation.kind == OrganisationKind.AUTHORITY

    def save_model(self, request, obj, form, change):
        """Dates and signs the answer and the departure, which the database requires."""
        if obj.status != MembershipStatus.PENDING and obj.answered_at is None:
            obj.answered_at, obj.answered_by = timezone.now(), request.user
        if obj.status == MembershipStatus.ENDED and obj.ended_at is None:
            obj.ended_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(UnionMembership)
class UnionMembershipAdmin(admin.ModelAdmin):
    list_display = ["member", "union", "since", "until"]
    list_select_related = ["member", "union"]
    search_fields = ["member__name", "union__name"]
    autocomplete_fields = ["member", "union"]


@admin.register(RegisterSnapshot)
class RegisterSnapshotAdmin(admin.ModelAdmin):
    """Which copy of each register answers, of what day; only the commands load them."""

    list_display = ["register", "dated", "is_current", "rows", "malformed", "loaded_at", "source"]
    list_filter = ["register", "is_current"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
