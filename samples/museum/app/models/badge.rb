class Badge < ApplicationRecord
  belongs_to :person
end
