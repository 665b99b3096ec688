module Exhibitions
  def self.table_name_prefix
    "exh_"
  end
end
