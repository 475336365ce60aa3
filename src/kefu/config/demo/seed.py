"""Plants the demo organization, or completes it: what is there is left alone, so planting twice changes nothing."""

from collections.abc import Callable

from django.db import transaction

from kefu.config.demo import customers, history, organization, service, shop, telephone, tickets
from kefu.kernel.models import Organization

Report = Callable[[str], None]


@transaction.atomic
def plant(report: Report) -> Organization:
    """All or nothing. `report` is told, in a few words, what comes next."""
    report("people, teams and brands")
    actor = organization.founded()
    brands, skills = organization.plant_brands(actor), organization.plant_skills(actor)
    people = organization.plant_people(actor, brands, skills)
    teams = organization.plant_teams(actor, people)
    report("queues and chat sites")
    calendars = service.plant_calendars(actor)
    queues = service.plant_queues(actor, brands, skills, calendars)
    sites = service.plant_sites(actor, brands, queues, calendars)
    service.plant_dispositions(actor)
    service.plant_scripts(actor, brands)
    service.plant_sorting(actor, brands, queues)
    service.plant_rating_reasons(actor, people[organization.LEADER])
    telephone.plant(actor, brands, queues, calendars, people)
    report("knowledge base")
    service.plant_knowledge(actor, brands)
    service.plant_replies(actor, brands)
    report("customers and the contacts of the last 14 days")
    known = customers.plant(actor, brands)
    shop.plant(actor, brands)
    history.plant(actor, people=people, queues=queues, sites=sites, customers=known)
    office = calendars[service.OFFICE_HOURS]
    tickets.plant(actor, hours=office, people=people, teams=teams, customers=known)
    service.plant_help_centres(actor, sites)
    service.plant_incidents(actor)
    return Organization.objects.get(id=actor.organization_id)
