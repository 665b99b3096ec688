class Exhibitions::Medium < ApplicationRecord
  belongs_to :exhibition, class_name: "Exhibitions::Exhibition"
end
