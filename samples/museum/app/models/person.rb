# STI: staff and visitors stand in one table.
class Person < ApplicationRecord
  self.table_name = "people"

  has_many :visits, foreign_key: "visitor_id", dependent: :destroy_async
  has_many :badges, :foreign_key => :person_id
end
