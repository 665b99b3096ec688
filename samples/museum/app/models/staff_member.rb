class StaffMember < Person
  belongs_to :museum
  belongs_to :gallery, optional: true
  has_many :appraisals, foreign_key: :appraiser_id, dependent: :nullify
end
