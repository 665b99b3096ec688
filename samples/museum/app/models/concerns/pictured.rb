module Pictured
  extend ActiveSupport::Concern
  include Auditable

  included do
    has_many_attached :pictures
    has_rich_text :description
  end
end
