class Address < ApplicationRecord
  belongs_to :museum
end
