ActiveRecord::Schema[7.1].define(version: 2024_05_01_100000) do
  create_schema "billing"

  # These are extensions that must be enabled in order to support this database
  enable_extension "plpgsql"

  # Custom types defined in this database.
  # Note that some types may not work with other database engines. Be careful if changing database.
  create_enum "delivery", ["pending", "sent"]
  create_enum "billing.state", ["open", "paid"]

  create_table "billing.invoices", force: :cascade do |t|
    t.enum "state", default: "open", null: false, enum_type: "billing.state"
    t.bigint "user_id", null: false
    t.datetime "created_at", null: false
    t.datetime "old_at", precision: nil
    t.timestamptz "due_at"
    t.index ["user_id"], name: "index_invoices_on_user_id", include: ["state"]
  end

  create_table "events", id: { type: :string, limit: 36 }, force: :cascade do |t|
    t.string "title"
    t.virtual "search", type: :tsvector, as: "to_tsvector('english'::regconfig, (title)::text)", stored: true
    t.enum "delivery", enum_type: "delivery", array: true, default: []
    t.date "starts_on"
    t.date "ends_on"
    t.timestamps
    t.check_constraint "starts_on <= ends_on", name: "ends_later", validate: false
    t.exclusion_constraint "daterange(starts_on, ends_on) WITH &&", using: :gist, where: "starts_on IS NOT NULL", name: "no_overlap", deferrable: :immediate
    t.exclusion_constraint "daterange(starts_on, ends_on) WITH -|-", using: :gist
    t.unique_constraint ["title"], deferrable: :deferred, name: "unique_title"
    t.unique_constraint ["starts_on", "ends_on"]
  end

  create_table "order_lines", primary_key: ["shop_id", "id"], force: :cascade do |t|
    t.bigint "shop_id", null: false
    t.bigserial "id", null: false
  end

  create_table "shipments", force: :cascade do |t|
    t.bigint "order_line_shop_id"
    t.bigint "order_line_id"
    t.integer "quantity"
  end

  create_table "users", force: :cascade do |t|
    t.string "a_very_long_name_of_a_column_that_fills_more"
    t.index ["a_very_long_name_of_a_column_that_fills_more", "id"]
  end

  add_foreign_key "billing.invoices", "users", on_delete: :cascade, deferrable: :deferred
  add_foreign_key "shipments", "order_lines", primary_key: ["shop_id", "id"], deferrable: :immediate
  add_foreign_key "shipments", "users", column: "order_line_id", on_delete: :restrict, validate: true
end
