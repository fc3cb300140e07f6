from django import template

from demo.queries import accounts_open, progress

register = template.Library()
register.simple_tag(progress, name="world_progress")
register.simple_tag(accounts_open, name="demo_accounts_open")
