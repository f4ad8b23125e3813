"""The verbs of the story: areas, bodies, people."""

from areas import services as area_services
from areas.models import User
from send_tracker.demo.finder import Finder


class AreaVerbs(Finder):
    def tell_area(self, row: dict) -> None:
        lead = area_services.open_area(
            name=row["name"],
            slug=row["slug"],
            council_name=row["council"],
            lead_name=row["lead"],
            lead_email=self.address(row["lead_email"]),
            ons_code=row["ons_code"],
            on=self.on,
        )
        self.area = lead.area
        area_services.change_area(area=lead.area, name=row["name"], brand_colour=row["colour"], by=lead, on=self.on)
        post = area_services.create_post(
            area=lead.area, organisation=lead.organisation, title=row["lead"], by=lead, on=self.on
        )
        area_services.appoint(post=post, user=lead.user, by=lead, on=self.on)

    def tell_body(self, row: dict) -> None:
        body = area_services.register_organisation(
            name=row["name"], short_name=row["short"], kind=row["kind"], by=self.lead, on=self.on
        )
        area_services.add_partner(area=self.area, organisation=body, by=self.lead, on=self.on)

    def tell_succession(self, row: dict) -> None:
        successor = area_services.register_organisation(
            name=row["name"], short_name=row["short"], kind=row["kind"], started_on=self.on, by=self.lead, on=self.on
        )
        for short in row["bodies"]:
            area_services.succeed_organisation(
                organisation=self.body_named(short),
                successor=successor,
                ended_on=self.on,
                source=row["source"],
                by=self.lead,
                on=self.on,
            )

    def tell_commissioning(self, row: dict) -> None:
        area_services.name_commissioner(
            provider=self.body_named(row["provider"]),
            commissioner=self.body_named(row["commissioner"]),
            by=self.lead,
            on=self.on,
        )

    def tell_place(self, row: dict) -> None:
        area_services.add_place(area=self.area, kind=row["kind"], name=row["name"], by=self.lead, on=self.on)

    def tell_person(self, row: dict) -> None:
        body = self.body_named(row.get("body"))
        email = self.address(row["email"])
        for role in row["role"]:
            area_services.add_member(
                area=self.area, email=email, name=row["post"], organisation=body, role=role, by=self.lead, on=self.on
            )
        post = area_services.create_post(area=self.area, organisation=body, title=row["post"], by=self.lead, on=self.on)
        area_services.appoint(post=post, user=User.objects.get(email=email), by=self.lead, on=self.on)

    def tell_post(self, row: dict) -> None:
        body = self.body_named(row.get("body"))
        area_services.create_post(area=self.area, organisation=body, title=row["post"], by=self.lead, on=self.on)

    def tell_officer(self, row: dict) -> None:
        area_services.name_officer(
            area=self.area,
            role=row["role"],
            post=self.post_named(row["post"]),
            started_on=row["on"],
            by=self.lead,
            on=self.on,
        )

    def address(self, email: str) -> str:
        return email if "@" in email else f"{email}@{self.slug}.example"
