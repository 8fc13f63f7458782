"""Why answers stay on their version, in words for the person whose answers they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text

REASONS = {
    "removed": _("“%(label)s” is not asked any more; your answer would be lost."),
    "kind": _("“%(label)s” is answered in another way now."),
    "refused": _("The newer version does not accept your answer to “%(label)s”."),
    "hidden": _("The newer version would no longer ask “%(label)s”, and your answer would not count."),
    "shown-again": _("“%(label)s” would be asked again with an answer that does not count at present."),
    "altered": _("Your answer to “%(label)s” would be kept in another form."),
    "reworded": _("You agreed to the earlier wording of “%(label)s”."),
    "option-reworded": _("The answer that you chose for “%(label)s” is worded otherwise now."),
    "file-type": _("The newer version does not take the kind of file that you added to “%(label)s”."),
    "register": _("Whether “%(label)s” is asked depends on a register in another way now."),
    "open": _("“%(label)s” is a new question that must be answered."),
}


def words(reason: dict[str, str]) -> str:
    """A stored reason as a sentence in the language of the page."""
    label = str(Text(reason.get("zh", ""), reason.get("en", "")))
    return str(REASONS[reason["code"]]) % {"label": label} if reason.get("code") in REASONS else label
