"""What a Rails application says of its tables in Ruby: db/schema.rb and the models. Nothing of it is run."""
