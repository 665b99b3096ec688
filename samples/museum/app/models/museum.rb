# The tenant: everything below it goes with it, by very different means.
class Museum < ApplicationRecord
  include Auditable

  with_options dependent: :destroy do
    has_many :galleries, inverse_of: :museum
    has_many :exhibitions, class_name: "Exhibitions::Exhibition"
  end
  with_options(inverse_of: :museum) do |museum|
    museum.has_many :staff_members, dependent: :restrict_with_exception
    museum.has_one :address, dependent: :delete
  end
  has_many :visitors, dependent: :nullify
  has_many :loans_in, class_name: "Loan", foreign_key: :borrower_id, dependent: :restrict_with_error
  has_many :loans_out, class_name: "Loan", foreign_key: :lender_id
  has_many :visits, dependent: :destroy_async
  has_many :artworks, through: :galleries
  has_many :tickets, class_name: "Ticketing::Ticket", dependent: :delete_all
  has_one :website, dependent: :destroy

  before_destroy :close_the_doors, prepend: true
  after_commit :tell_the_city, on: :destroy

  def close_the_doors
    doors.each { |door| door.close }
  end
end
