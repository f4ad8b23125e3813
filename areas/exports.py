"""Lists out: who is who in an area, as a table for a spreadsheet."""

from areas.summaries.people import AreaPeople
from send_tracker.lib.sheets import Column, Table


def people_table(people: AreaPeople) -> Table:
    """Bodies with their posts and people: one row a post, with who holds it, and one a person's role."""
    columns = (
        Column("Body", 34),
        Column("Kind of body", 22),
        Column("Post", 34),
        Column("Held by", 30),
        Column("Person", 26),
        Column("Role", 20),
        Column("Since", 18),
    )
    rows = [
        row
        for body in people.bodies
        for row in (
            *(
                (body.name, body.kind, post.title, ", ".join(post.holders) or "Vacant", None, None, None)
                for post in body.posts
            ),
            *((body.name, body.kind, None, None, one.name, one.role, one.since) for one in body.members),
        )
    ]
    return Table("People", columns, rows)
