module Ticketing
  class Engine < ::Rails::Engine
    isolate_namespace Ticketing
  end
end
