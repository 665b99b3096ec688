module Auditable
  extend ActiveSupport::Concern

  included do
    has_many :audit_entries, as: :subject, dependent: :delete_all
    after_destroy :write_audit_entry
  end

  class_methods do
    def audited?
      true
    end
  end
end
