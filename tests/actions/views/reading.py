"""How a test reads a page."""


def text_of(page) -> str:
    """The page's markup with every run of spaces and line ends made one space."""
    return " ".join(page.content.decode().split())
