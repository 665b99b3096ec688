class Painting < ApplicationRecord
  has_one :artwork, as: :work, touch: true
end
