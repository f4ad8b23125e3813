"""Begin a real installation's first local area, or another one: the area, its council and its area lead."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify

from areas import emails, services
from areas.models import LocalArea
from send_tracker.demo.guard import check_database
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


class Command(BaseCommand):
    help = "Open a local area, with its council and its first area lead, who is invited by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="of the area, such as Northshire")
        parser.add_argument("--council", required=True, help="full name of its council")
        parser.add_argument("--lead-name", required=True, help="of the area lead")
        parser.add_argument("--lead-email", required=True, help="of the area lead; the invitation goes there")
        parser.add_argument("--slug", default="", help="its place in addresses; made from the name if left out")
        parser.add_argument("--ons-code", default="", help="of the Office for National Statistics, such as E10000012")

    def handle(self, *args, **options):
        try:
            check_database()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        slug = options["slug"] or slugify(options["name"])
        try:
            LocalArea(name=options["name"].strip(), slug=slug, ons_code=options["ons_code"]).clean_fields()
            validate_email(options["lead_email"].strip())
            lead = services.open_area(
                name=options["name"].strip(),
                slug=slug,
                council_name=options["council"].strip(),
                lead_name=options["lead_name"].strip(),
                lead_email=options["lead_email"],
                ons_code=options["ons_code"],
                on=today(),
                at=timezone.now(),
            )
        except (ValidationError, Refused) as refused:
            raise CommandError("; ".join(getattr(refused, "messages", None) or [str(refused)])) from refused
        self.stdout.write(f"{lead.area} is open at {settings.SITE_URL}/areas/{lead.area.slug}/")
        self.stdout.write(self._how_to_sign_in(lead.user))

    def _how_to_sign_in(self, person) -> str:
        if person.has_usable_password():
            return f"{person} signs in as before, with {person.email}."
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):  # no mail leaves the machine: say it here
            link = settings.SITE_URL + emails.set_password_path(person)
            return f"{person} chooses a password, within the hour, at {link}"
        return f"An invitation to {person.email} will go out with the next tick."
