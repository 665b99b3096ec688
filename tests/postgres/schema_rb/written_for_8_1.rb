ActiveRecord::Schema[8.1].define(version: 2025_12_01_100000) do
  # These are extensions that must be enabled in order to support this database
  enable_extension "pg_catalog.plpgsql"

  create_table "products", force: :cascade do |t|
    t.string "name", null: false
    t.integer "cents"
    t.integer "quantity", default: -> { "1" }
    t.virtual "total", type: :integer, as: "(cents * quantity)", stored: false
    t.datetime "created_at", default: -> { "CURRENT_TIMESTAMP" }, null: false
    t.index ["name", "cents"], name: "products_names", unique: true, nulls_not_distinct: true, where: "(cents IS NULL)"
    t.unique_constraint ["name"], name: "one_name", nulls_not_distinct: true
  end

  create_table "reviews", force: :cascade do |t|
    t.references "product", null: false, foreign_key: { on_delete: :cascade, deferrable: :deferred }
    t.references "author", polymorphic: true
    t.index ["id"], name: "reviews_unique", unique: true
  end

  add_unique_constraint "reviews", using_index: "reviews_unique", name: "reviews_one", deferrable: :immediate
end
