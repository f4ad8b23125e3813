"""Numbers and lists across the people of an area."""


def demo_people():
    return []
