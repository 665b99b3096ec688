class AuditEntry < ApplicationRecord
  belongs_to :subject, polymorphic: true
end
