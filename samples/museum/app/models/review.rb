class Review < ApplicationRecord
  belongs_to :visitor
  acts_as_paranoid
  acts_as_tree dependent: :delete_all
end
