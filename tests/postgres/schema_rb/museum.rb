# Destroys records of samples/museum with Active Record and prints what happened, in its order:
# ruby museum.rb SOCKET DATABASE FOLDER, what to do as JSON on standard input: [{"rows": SQL, "model": NAME, "id": ID, "way": METHOD}]
require "logger"
require "json"
require "active_record"
require "active_support/all"
require "zeitwerk"

socket, database, folder = ARGV
ActiveRecord::Base.establish_connection(adapter: "postgresql", host: socket, username: "postgres", database: database)
TRACE = []
class Job
  def self.perform_later(**options) = TRACE << "job #{options[:association_class]}"
end
class ActiveRecord::Base
  self.belongs_to_required_by_default = true
  self.destroy_association_async_job = Job
  # What the macros of frameworks and gems do that are not installed here.
  def self.has_many_attached(name)
    has_many :"#{name}_attachments", as: :record, class_name: "Attachment", dependent: :destroy
  end
  def self.has_rich_text(name)
    has_one :"rich_text_#{name}", as: :record, class_name: "RichText", dependent: :destroy
  end
  def self.acts_as_taggable_on(*)
    has_many :taggings, as: :taggable, dependent: :destroy
  end
  def self.acts_as_paranoid
    define_method(:destroy_row) { self.class.where(id: id).update_all(deleted_at: Time.now) }
    private :destroy_row
  end
  def self.acts_as_tree(dependent:)
    belongs_to :parent, class_name: name, optional: true
    has_many :children, class_name: name, foreign_key: :parent_id, dependent: dependent
  end
end
# Callbacks that are named are traced instead of run.
ActiveRecord::Base.singleton_class.prepend(Module.new do
  %i[before_destroy around_destroy after_destroy after_commit].each do |event|
    define_method(event) do |*names, **options, &block|
      names = names.map do |name|
        next name unless name.is_a?(Symbol)
        define_method(:"traced_#{event}_#{name}") do |&body|
          TRACE << "#{event} #{name}"
          body&.call
        end
        :"traced_#{event}_#{name}"
      end
      super(*names, **options, &block)
    end
  end
end)
class Attachment < ActiveRecord::Base; self.table_name = "active_storage_attachments"; end
class RichText < ActiveRecord::Base; self.table_name = "action_text_rich_texts"; end
class Tagging < ActiveRecord::Base; end
module Rails; def self.logger = Logger.new(nil); end
module SomeRegistry; def self.fetch(*) = "Artwork"; end

require "#{folder}/config/initializers/inflections"
loader = Zeitwerk::Loader.new
[*Dir["#{folder}/app/models"], "#{folder}/app/models/concerns", "#{folder}/engines/ticketing/app/models"].each { |path| loader.push_dir(path) }
loader.setup
loader.eager_load
Ticketing.define_singleton_method(:table_name_prefix) { "ticketing_" } # isolate_namespace does it
Artwork.class_eval { def on_loan? = (TRACE << "before_destroy a block"; false) }

ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
  sql = payload[:sql]
  if (found = sql.match(/\A(DELETE FROM|UPDATE) "(\w+)"/))
    TRACE << "#{found[1].split.first} #{found[2]}"
  elsif sql =~ /\A(COMMIT|ROLLBACK)\b/ # BEGIN is only sent with the first statement
    TRACE << $1
  end
end

answers = JSON.parse($stdin.read).map do |asked|
  connection = ActiveRecord::Base.connection
  tables = connection.tables - ["schema_migrations"]
  connection.execute("TRUNCATE #{tables.join(", ")} CASCADE; #{asked["rows"]}")
  record = asked["model"].constantize.find(asked["id"])
  TRACE.clear
  error = nil
  begin
    record.public_send(asked["way"])
  rescue => failure
    error = failure.class.name
  end
  trace = TRACE.dup
  left = tables.sort.to_h { |table| [table, connection.select_value("SELECT count(*) FROM #{table}")] }
  { trace: trace, error: error, left: left.select { |_, number| number.positive? } }
end
puts JSON.generate(answers)
