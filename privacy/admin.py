"""Durations are data: an administrator brings them in line with each authority's own table."""

from django.contrib import admin

from privacy.models import RetentionRule


@admin.register(RetentionRule)
class RetentionRuleAdmin(admin.ModelAdmin):
    list_display = ["kind", "authority", "months", "fate", "legal_basis", "verified"]
    list_filter = ["verified", "kind"]
    list_select_related = ["authority"]

    def has_delete_permission(self, request, obj=None):
        """A general rule is changed, never taken away: the code asks for it."""
        return super().has_delete_permission(request, obj) and not (obj and obj.authority_id is None)

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "authority"] if obj else []
