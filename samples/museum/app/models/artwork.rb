class Artwork < ApplicationRecord
  include Pictured

  belongs_to :gallery, counter_cache: true
  has_and_belongs_to_many :artists
  has_many :loans, dependent: :destroy
  has_many :exhibits, class_name: "Exhibitions::Exhibit", dependent: :destroy
  has_many :exhibitions, through: :exhibits, class_name: "Exhibitions::Exhibition", dependent: :destroy
  has_one :appraisal, dependent: :destroy_async
  delegated_type :work, types: %w[Painting Sculpture], dependent: :destroy

  before_destroy :check_it_is_here
  around_destroy :measure
  before_destroy { throw :abort if on_loan? }
end
