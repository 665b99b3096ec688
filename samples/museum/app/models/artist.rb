class Artist < ApplicationRecord
  has_and_belongs_to_many :artworks
  has_many :biographies, dependent: :delete_all
  acts_as_taggable_on :styles
end
