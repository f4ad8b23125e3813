"""What is typed in this storey, made clean."""

from areas.forms.people import (
    AppointForm,
    AreaForm,
    BodyChoice,
    CommissioningForm,
    ConfirmForm,
    InAreaForm,
    MembershipForm,
    OfficerEndForm,
    OfficerForm,
    PartnerForm,
    PlaceForm,
    PostChoice,
    PostForm,
    SuccessionForm,
    TakeBackForm,
    partners,
)

__all__ = [
    "AppointForm",
    "AreaForm",
    "BodyChoice",
    "CommissioningForm",
    "ConfirmForm",
    "InAreaForm",
    "MembershipForm",
    "OfficerEndForm",
    "OfficerForm",
    "PartnerForm",
    "PlaceForm",
    "PostChoice",
    "PostForm",
    "SuccessionForm",
    "TakeBackForm",
    "partners",
]
