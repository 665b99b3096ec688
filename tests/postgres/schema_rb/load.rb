# Loads a schema.rb into a database, or prints that of one: ruby load.rb SOCKET DATABASE [FILE]
require "logger" # Active Support 6.1 forgets it
require "active_record"

socket, database, file = ARGV
ActiveRecord::Base.establish_connection(adapter: "postgresql", host: socket, username: "postgres", database: database)
ActiveRecord::Migration.verbose = false
if file
  load file
else
  ActiveRecord::SchemaDumper.dump
end
