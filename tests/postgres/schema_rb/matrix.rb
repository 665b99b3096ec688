# Runs every cell of the matrix with Active Record: ruby matrix.rb SOCKET DATABASE, the cells as JSON on standard input.
require "logger"
require "json"
require "active_record"

ActiveRecord::Base.establish_connection(adapter: "postgresql", host: ARGV[0], username: "postgres", database: ARGV[1])
class ActiveRecord::Base
  self.belongs_to_required_by_default = false
end
CALLS = []
JOBS = []
class Job # stands for ActiveRecord::DestroyAssociationAsyncJob, which needs Active Job
  def self.perform_later(**options) = JOBS << options
  def self.run
    JOBS.each do |job|
      job[:association_class].constantize.where(job[:association_primary_key_column] => job[:association_ids]).each(&:destroy)
    end
  end
end
ActiveRecord::Base.destroy_association_async_job = Job

def fate(connection)
  row = connection.select_all("SELECT parent_id FROM children WHERE id = 7").first
  return "deleted" unless row
  { nil => "null", 1 => "kept", 2 => "default" }.fetch(row["parent_id"])
end

def run(cell, way)
  connection = ActiveRecord::Base.connection
  connection.execute("DROP TABLE IF EXISTS children; DROP TABLE IF EXISTS parents")
  connection.execute("CREATE TABLE parents (id bigint PRIMARY KEY)")
  connection.execute("CREATE TABLE children (id bigint PRIMARY KEY, parent_id bigint #{cell["column"]} #{cell["key"]})")
  connection.execute("INSERT INTO parents VALUES (1), (2); INSERT INTO children VALUES (7, 1)")
  %i[Child Parent].each { |name| Object.send(:remove_const, name) if Object.const_defined?(name) }
  Object.const_set(:Child, Class.new(ActiveRecord::Base))
  Child.table_name = "children"
  Child.before_destroy { CALLS << "child" }
  Object.const_set(:Parent, Class.new(ActiveRecord::Base))
  Parent.table_name = "parents"
  macro, dependent = cell["macro"].to_sym, cell["dependent"]&.to_sym
  Parent.public_send(macro, macro == :has_one ? :child : :children, class_name: "Child", foreign_key: :parent_id, dependent: dependent)
  CALLS.clear
  JOBS.clear
  error, returned = nil, true
  begin
    parent = Parent.find(1)
    returned = parent.public_send(way)
  rescue => failure
    error = failure.class.name
  end
  found = { fate: fate(connection), error: error, refused: returned == false, callbacks: CALLS.any?, job: JOBS.any? }
  Job.run
  found[:later] = JOBS.any? ? fate(connection) : nil
  found
end

answers = JSON.parse($stdin.read).map { |cell| { destroy: run(cell, :destroy), delete: run(cell, :delete) } }
puts JSON.generate(answers)
