class Sculpture < ApplicationRecord
  has_one :artwork, as: :work
end
