class Biography < ApplicationRecord
  belongs_to :artist
end
