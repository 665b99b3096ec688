module Exhibitions
  class Exhibition < ApplicationRecord
    belongs_to :museum
    has_many :exhibits, dependent: :destroy_async
    has_many :media, class_name: "Medium", dependent: :destroy
  end
end
