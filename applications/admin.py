"""What the administrator watches of the bytes kept: the readings of each night and what they found. Read only."""

from django.contrib import admin
from django.db.models import Count

from applications.models import Fault, Rereading


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FaultInline(ReadOnly, admin.TabularInline):
    model = Fault
    fields = ("path", "finding", "cited_by", "at")
    extra = 0


@admin.register(Rereading)
class RereadingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started_at", "finished_at", "read", "bytes_read", "found")
    fields = ("started_at", "finished_at", "read", "bytes_read", "reached")
    inlines = (FaultInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(found=Count("faults"))

    @admin.display(description="perdus ou altérés", ordering="found")
    def found(self, reading):
        return reading.found
