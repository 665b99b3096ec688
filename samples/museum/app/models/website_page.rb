class WebsitePage < ApplicationRecord
  belongs_to :website, foreign_key: :domain, primary_key: :domain, inverse_of: :pages
  has_many :mentions, class_name: SomeRegistry.fetch(:mention)
end
