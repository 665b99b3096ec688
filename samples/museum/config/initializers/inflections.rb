ActiveSupport::Inflector.inflections(:en) do |inflect|
  inflect.irregular "medium", "media"
end
