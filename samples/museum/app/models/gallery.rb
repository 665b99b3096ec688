class Gallery < ApplicationRecord
  belongs_to :museum, touch: true
  belongs_to :wing, class_name: "Gallery", optional: true
  has_many :rooms, class_name: "Gallery", foreign_key: :wing_id, dependent: :nullify
  has_many :artworks, dependent: :destroy
  has_many :guards, -> { where(role: "guard") }, class_name: "StaffMember", dependent: :nullify
end
