from django.contrib import admin

from calls.models import Call, Programme, RefusalGround


@admin.register(RefusalGround)
class RefusalGroundAdmin(admin.ModelAdmin):
    list_display = ("label", "kind", "legal_basis", "verified")
    list_filter = ("kind", "verified")
    search_fields = ("label", "legal_basis")


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ("name", "authority", "year", "is_demo")
    list_select_related = ("authority",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Call)
class CallAdmin(admin.ModelAdmin):
    """Read only: a call is prepared and published on its own pages."""

    list_display = ("number", "title", "authority", "kind", "status", "closes_at")
    list_filter = ("status", "kind")
    list_select_related = ("authority",)
    search_fields = ("number", "title")
    fields = ("number", "title", "authority", "kind", "public_name", "status", "published_at", "closes_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
