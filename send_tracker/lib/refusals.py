"""How a service says no."""


class Refused(ValueError):
    """It cannot be done as things stand: nothing was written. The message says why, in words for the person who asked.

    `faults` says the same by the argument to blame, "" for the whole; a form puts each beside its field (`Form.tell`).
    """

    def __init__(self, words: str, field: str = "", faults: dict[str, str] | None = None):
        super().__init__(words)
        self.field = field
        self.faults = faults or {field: words}
