from django import template

from demo.queries import progress

register = template.Library()
register.simple_tag(progress, name="world_progress")
