class Loan < ApplicationRecord
  belongs_to :artwork
  belongs_to :lender, class_name: "Museum"
  belongs_to :borrower, class_name: "Museum"
  after_destroy :send_it_home
end
