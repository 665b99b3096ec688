module Exhibitions
  class Exhibit < ApplicationRecord
    belongs_to :exhibition
    belongs_to :artwork
    after_destroy_commit -> { Rails.logger.info("taken down") }
  end
end
