"""People, the posts they hold, and in which capacity they may act."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from areas.models.area import DatedQuerySet, InAreaQuerySet, LocalArea, Organisation, ends_after_start
from send_tracker.lib.records import one_of


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A person who may sign in; without a password, only after a reset link."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username):
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who can sign in. What they may do is in their memberships, never here."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_case"),
        ]

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    """In which capacity somebody takes part in an area. What each may do: areas/access.py."""

    LEAD = "lead", "Area lead"
    OFFICER = "officer", "Officer"
    HEALTH = "health", "Health lead"
    CONTRIBUTOR = "contributor", "Contributor"
    FORUM = "forum", "Parent carer forum"
    CHAIR = "chair", "Board chair"
    ADVISER = "adviser", "Adviser"
    READER = "reader", "Reader"


class Membership(models.Model):
    """One person in one area, for one body, in one role. Several rows add up; each act names the one it was done in."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = InAreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "area", "organisation", "role"],
                condition=Q(ended_on__isnull=True),
                name="membership_open_once",
            ),
            one_of("role", Role, "membership_role_is_known"),
            ends_after_start("membership_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.user.name} ({self.organisation})"


class PostQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(area__in=[here.area.pk for here in visits])


class Post(models.Model):
    """A job in one body as one area knows it: what leads actions and fills seats, whoever holds it today."""

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    closed_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "organisation", "title"], name="post_named_once_in_its_body"),
        ]

    def __str__(self):
        return f"{self.title}, {self.organisation}"


class PostHolderQuerySet(DatedQuerySet):
    def visible_to(self, *visits):
        return self.filter(post__area__in=[here.area.pk for here in visits])


class PostHolder(models.Model):
    """A person holds a post from a day on; the post without a holder today is vacant."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holders")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts_held")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = PostHolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user"], condition=Q(ended_on__isnull=True), name="post_held_once_by_a_person"
            ),
            ends_after_start("post_holder_ends_after_it_starts"),
        ]
