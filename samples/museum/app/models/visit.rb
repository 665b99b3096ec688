class Visit < ApplicationRecord
  belongs_to :museum
  belongs_to :visitor, optional: true
end
