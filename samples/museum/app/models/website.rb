class Website < ApplicationRecord
  self.primary_key = :domain
  belongs_to :museum
  has_many :pages, class_name: "WebsitePage", foreign_key: :domain, primary_key: :domain, dependent: :delete_all
end
