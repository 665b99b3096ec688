class Appraisal < ApplicationRecord
  belongs_to :artwork
  belongs_to :appraiser, class_name: StaffMember.name, optional: true
  before_destroy :shred
end
