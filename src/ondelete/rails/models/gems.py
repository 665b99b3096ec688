"""Macros of Rails and of gems that declare associations, callbacks or soft deletes: one entry each.

Sources: the README and code of each gem; Active Storage's ``attached/model.rb`` and Action Text's ``attribute.rb``.
"""

from __future__ import annotations

import msgspec

from ondelete.rails.models.values import Event, Kind


class Made(msgspec.Struct, frozen=True):
    """An association that a macro makes; ``{}`` in its name stands for the macro's argument.

    ``dependent`` is that of the macro's own option, if it takes one (``own_dependent``).
    """

    kind: Kind
    name: str
    class_name: str | None = None
    as_: str | None = None
    foreign_key: str | None = None
    dependent: str | None = None
    through: str | None = None
    source: str | None = None
    scoped: bool = False
    own_dependent: bool = False
    own_class: bool = False


class Gem(msgspec.Struct, frozen=True):
    """What a macro does for destroy."""

    associations: tuple[Made, ...] = ()
    callbacks: tuple[tuple[Event, str], ...] = ()
    soft_delete: str | None = None
    """The column that is set instead of deleting the row."""
    needs_word: str | None = None
    """A symbol that must be among the arguments or in ``use:``."""


_ATTACHMENT = "ActiveStorage::Attachment"

MACROS: dict[str, Gem] = {
    "has_one_attached": Gem(
        (
            Made("has_one", "{}_attachment", _ATTACHMENT, as_="record", dependent="destroy", scoped=True),
            Made("has_one", "{}_blob", "ActiveStorage::Blob", through="{}_attachment", source="blob"),
        )
    ),
    "has_many_attached": Gem(
        (
            Made("has_many", "{}_attachments", _ATTACHMENT, as_="record", dependent="destroy", scoped=True),
            Made("has_many", "{}_blobs", "ActiveStorage::Blob", through="{}_attachments", source="blob"),
        )
    ),
    "has_rich_text": Gem(
        (Made("has_one", "rich_text_{}", "ActionText::RichText", as_="record", dependent="destroy", scoped=True),)
    ),
    "acts_as_tree": Gem(
        (
            Made("belongs_to", "parent", foreign_key="parent_id", own_class=True),
            Made(
                "has_many", "children", foreign_key="parent_id", dependent="destroy", own_dependent=True, own_class=True
            ),
        )
    ),
    "acts_as_nested_set": Gem(
        (
            Made("belongs_to", "parent", foreign_key="parent_id", own_class=True),
            Made("has_many", "children", foreign_key="parent_id", own_class=True),
        ),
        callbacks=(("before_destroy", "destroy_descendants"),),
    ),
    "has_closure_tree": Gem(
        (
            Made("belongs_to", "parent", foreign_key="parent_id", own_class=True),
            Made(
                "has_many", "children", foreign_key="parent_id", dependent="nullify", own_dependent=True, own_class=True
            ),
        )
    ),
    "has_ancestry": Gem(callbacks=(("before_destroy", "apply_orphan_strategy"),)),
    "acts_as_list": Gem(callbacks=(("after_destroy", "decrement_positions_on_lower_items"),)),
    "acts_as_paranoid": Gem(soft_delete="deleted_at"),
    "has_paper_trail": Gem(
        (Made("has_many", "versions", "PaperTrail::Version", as_="item"),),
        callbacks=(("before_destroy", "record_destroy"),),
    ),
    "audited": Gem(
        (Made("has_many", "audits", "Audited::Audit", as_="auditable"),),
        callbacks=(("before_destroy", "audit_destroy"),),
    ),
    "acts_as_taggable": Gem(
        (Made("has_many", "taggings", "ActsAsTaggableOn::Tagging", as_="taggable", dependent="destroy"),)
    ),
    "acts_as_taggable_on": Gem(
        (Made("has_many", "taggings", "ActsAsTaggableOn::Tagging", as_="taggable", dependent="destroy"),)
    ),
    "acts_as_votable": Gem((Made("has_many", "votes_for", "ActsAsVotable::Vote", as_="votable", dependent="destroy"),)),
    "acts_as_commentable": Gem((Made("has_many", "comments", as_="commentable", dependent="destroy"),)),
    "friendly_id": Gem(
        (Made("has_many", "slugs", "FriendlyId::Slug", as_="sluggable", dependent="destroy"),), needs_word="history"
    ),
}
"""By the name of the macro."""

INCLUDED: dict[str, Gem] = {"Paranoia": Gem(soft_delete="deleted_at")}
"""Modules of gems that do the same when they are included."""

TABLES = {
    "ActiveStorage::Attachment": "active_storage_attachments",
    "ActiveStorage::Blob": "active_storage_blobs",
    "ActiveStorage::VariantRecord": "active_storage_variant_records",
    "ActionText::RichText": "action_text_rich_texts",
    "ActionText::EncryptedRichText": "action_text_rich_texts",
    "ActionMailbox::InboundEmail": "action_mailbox_inbound_emails",
    "ActsAsTaggableOn::Tag": "tags",
    "ActsAsTaggableOn::Tagging": "taggings",
    "ActsAsVotable::Vote": "votes",
    "Audited::Audit": "audits",
    "Delayed::Job": "delayed_jobs",
    "Doorkeeper::AccessGrant": "oauth_access_grants",
    "Doorkeeper::AccessToken": "oauth_access_tokens",
    "Doorkeeper::Application": "oauth_applications",
    "FriendlyId::Slug": "friendly_id_slugs",
    "PaperTrail::Version": "versions",
}
"""Tables of classes that are in gems, so in no folder of models."""
