class Visitor < Person
  belongs_to :museum, optional: true
  has_many :reviews, dependent: :destroy
end
