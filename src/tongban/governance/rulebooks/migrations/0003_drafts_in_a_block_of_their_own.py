"""The drafts of rules move to governance/drafts, with every text that they had: what was kept as differences is written
out, and a gap in their numbers is the undoing of the last change before it.
"""

from django.db import migrations, models

from tongban.trust.audit.api import Allow


def texts(draft, edits):
    """Every text of a draft as (number, text, base, edit, undone number), from the opening to the last."""
    stack, events = [], []
    for number in range(1, draft.revision + 1):
        edit = edits.get(number)
        events.append((number, edit, None) if edit else (number, None, stack.pop()))
        if edit:
            stack.append(edit)
    text, base, found = draft.text, draft.base, []
    for number, edit, undone in reversed(events):
        found.append((number, text, base, edit, undone))
        changed = edit or undone
        old, new = (changed.removed, changed.inserted) if edit else (changed.inserted, changed.removed)
        if text[changed.start : changed.start + len(new)] != new:
            raise ValueError(f"the changes of draft {draft.pk} do not lead to its text")
        text = text[: changed.start] + old + text[changed.start + len(new) :]
        if edit and edit.before:
            base = edit.before
    found.append((0, text, base, None, None))
    return reversed(found)


def move(apps, schema_editor):
    old, new = (lambda name: apps.get_model("rulebooks", name)), (lambda name: apps.get_model("drafts", name))
    ids = {}
    for draft in old("Draft").objects.order_by("pk"):
        same = ("base", "revision", "state", "author", "author_name", "opened_at", "note", "submitted_at", "version",
                "published_by")  # fmt: skip
        made = new("Draft").objects.create(kind="rules", key=draft.rule, **{name: getattr(draft, name) for name in same})
        ids[draft.pk] = made.pk
        edits = {one.revision: one for one in draft.edits.all()}
        for number, text, base, edit, undone in texts(draft, edits):
            source = edit or undone
            new("Revision").objects.create(
                draft=made, number=number, text=text, base=base, how=edit.kind if edit else "undone" if undone else "opened",
                place=f"{source.table}/{source.line}".strip("/") if source else "",
                undoes=undone.revision if undone else None, by=source.by if source else draft.author,
                name=source.name if source else draft.author_name, at=source.at if source else draft.opened_at,
            )  # fmt: skip
        for one in draft.verdicts.order_by("pk"):
            new("Verdict").objects.create(
                draft=made, revision=one.revision, outcome=one.outcome, reason=one.reason, by=one.by, name=one.name,
                at=one.at,
            )  # fmt: skip
    for name in ("Example", "Replay"):  # by way of negative ids: a new one may be an old one of another draft
        for before, after in ids.items():
            old(name).objects.filter(draft=before).update(draft=-after)
        old(name).objects.update(draft=-models.F("draft"))


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0002_merges"), ("drafts", "0001_initial")]

    operations = [
        migrations.AlterField("example", "draft", models.BigIntegerField()),
        migrations.AlterField("replay", "draft", models.BigIntegerField()),
        migrations.RunPython(move),
        Allow("rulebooks_verdict", "UPDATE"),
        Allow("rulebooks_verdict", "DELETE"),
        Allow("rulebooks_edit", "DELETE"),
        Allow("rulebooks_draft", "DELETE"),
        Allow("rulebooks_draft", "UPDATE"),
        migrations.DeleteModel("Verdict"),
        migrations.DeleteModel("Edit"),
        migrations.DeleteModel("Draft"),
    ]
