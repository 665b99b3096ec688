module Ticketing
  class Ticket < ::ApplicationRecord
    belongs_to :museum, class_name: "::Museum"
    belongs_to :visitor, class_name: "::Visitor", optional: true
  end
end
