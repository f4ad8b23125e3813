"""One person at one browser window, and what they do there in the words of the page."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.accessible import faults

HEIGHT = 900
PATIENCE = 10_000  # milliseconds


class Visitor:
    """Signs in, presses, types and reads. Whatever goes wrong behind the page is kept in `faults`."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, scripts: bool = True):
        self.address, self.scripts, self.faults = address, scripts, []
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=scripts,
            locale="en-GB",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("response", self._look)

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _look(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    # Where to -----------------------------------------------------------------------------------------------------

    def visit(self, address: str) -> int:
        """Open an address; the status of the answer."""
        return self.page.goto(address).status

    def sign_in(self, post: str, area: str = "Wokingham") -> "Visitor":
        """By one press, on the page where the demonstration lists its people."""
        self.visit("/account/login/")
        people = self.page.get_by_role("heading", name=area, exact=True).locator("xpath=following-sibling::ul[1]")
        self._go(people.get_by_role("button").filter(has=self.page.get_by_text(post, exact=True)))
        return self

    def menu(self, text: str) -> None:
        """Follow one of the links at the top; on a phone they are behind a button, unless there is no JavaScript."""
        toggle = self.page.get_by_role("button", name="Menu", exact=True)
        if toggle.is_visible():
            toggle.click()
        self._go(self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=text, exact=True))

    def follow(self, text: str | re.Pattern, within: Locator | None = None) -> None:
        self._go((within or self.page.locator("body")).get_by_role("link", name=text).first)

    def press(self, text: str | re.Pattern, within: Locator | None = None) -> int:
        """Press a button, or a link that looks like one; the status of the answer."""
        buttons = (within or self.main).get_by_role("button", name=text)
        return self._go(buttons.and_(self.page.locator(":not([type=file])")).first)  # a box for a file has a button too

    def _go(self, what: Locator) -> int:
        with self.page.expect_navigation() as waiting:
            what.click()
        return waiting.value.status

    # What is typed ------------------------------------------------------------------------------------------------

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(_labelled(label))

    def write(self, label: str, words: str) -> None:
        self.field(label).fill(words)

    def choose(self, group: str, option: str) -> None:
        """One radio button or box of a group, by the words beside it."""
        self.group(group).get_by_label(option, exact=True).check()

    def pick(self, label: str, option: str) -> None:
        """One option of a drop-down list, by its words or some of them."""
        options = self.field(label).locator("option").all_text_contents()
        self.field(label).select_option(label=next(one.strip() for one in options if option in one))

    def day(self, group: str, day: int, month: int, year: int) -> None:
        for part, value in (("Day", day), ("Month", month), ("Year", year)):
            self.group(group).get_by_label(part, exact=True).fill(str(value))

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=_labelled(name))

    # What is read -------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def reads(self, *words: str | re.Pattern) -> None:
        for some in words:
            expect(self.main).to_contain_text(some)

    def is_told(self, message: str | re.Pattern) -> None:
        """The page says what has just happened."""
        expect(self.page.get_by_role("alert").filter(has_text=message).first).to_be_visible()

    def summary(self) -> list[str]:
        """The messages of the error summary at the top."""
        return self.page.locator(".govuk-error-summary__list li").all_inner_texts()

    def is_accessible(self) -> None:
        """For a page as only this journey brings it about; without scripts it is the same page, and axe-core is one."""
        if self.scripts:
            assert faults(self.page) == []

    def cards(self, words: str) -> Locator:
        return self.page.locator(".govuk-summary-card").filter(has_text=words)

    def waits_for(self, link: str) -> None:
        """A link that the background loop brings: the page looks for it by itself, or the reader asks again."""
        wanted = self.page.get_by_role("link", name=link)
        for _ in range(30):
            if self.scripts or wanted.is_visible():
                break
            self.page.wait_for_timeout(1000)
            self.page.reload()
        expect(wanted).to_be_visible(timeout=30_000)

    def download(self, text: str | re.Pattern) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=text).first.click()
        with open(waiting.value.path(), "rb") as file:
            return file.read()


def _labelled(label: str) -> re.Pattern:
    """A label as the form writes it: "(optional)" may follow."""
    return re.compile(rf"^\s*{re.escape(label)}(\s\(optional\))?\s*$")
