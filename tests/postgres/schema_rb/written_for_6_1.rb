# Every form that Active Record 6.1 takes, so that it can load this file itself.
ActiveRecord::Schema.define(version: 2021_03_01_120000) do

  # These are extensions that must be enabled in order to support this database
  enable_extension "plpgsql"

  create_table "accounts", id: :uuid, default: -> { "gen_random_uuid()" }, force: :cascade do |t|
    t.string "name", limit: 80, default: "it's \"new\"", null: false, comment: "what people call it"
    t.text "labels", default: ["a", "b c"], array: true
    t.text "none", default: [], array: true
    t.jsonb "settings", default: { "theme" => "dark", "sizes" => [1, 2] }, null: false
    t.json "raw", default: {}
    t.integer "small", limit: 2
    t.integer "plain"
    t.integer "large", limit: 8
    t.bigint "count", default: 0, null: false
    t.float "score", default: 1.5
    t.decimal "price", precision: 10, scale: 2, default: "0.0"
    t.decimal "rate", precision: 5
    t.numeric "any"
    t.boolean "active", default: true
    t.binary "blob"
    t.date "born_on", default: "2020-01-01"
    t.time "opens_at"
    t.timestamp "seen_at"
    t.datetime "made_at", precision: 6, default: -> { "CURRENT_TIMESTAMP" }, null: false
    t.inet "address"
    t.cidr "network"
    t.macaddr "card"
    t.bit "flags", limit: 8
    t.bit_varying "mask", limit: 5
    t.tsvector "words"
    t.int4range "span"
    t.daterange "days"
    t.tstzrange "period"
    t.interval "length"
    t.money "fee"
    t.point "place"
    t.xml "document"
    t.oid "big_object"
    t.column "mood", "character varying(9)"
    t.string "code", collation: "C"
    t.index ["active", "name"], name: "index_accounts_on_active_and_name"
    t.index "lower((name)::text)", name: "accounts_lower", unique: true
    t.index ["born_on"], name: "accounts_born", order: :desc, where: "(active IS TRUE)"
    t.index ["count", "plain"], name: "accounts_count", order: { count: "DESC NULLS LAST" }
    t.index ["labels"], name: "accounts_labels", using: :gin
    t.index ["code"], name: "accounts_code", opclass: :varchar_pattern_ops
    t.index ["small", "code"], opclass: { code: :varchar_pattern_ops }
    t.index %w[plain large]
    t.check_constraint "price >= (0)::numeric", name: "price_is_positive"
    t.check_constraint "small < 100"
  end

  create_table "countries", primary_key: "code", id: :string, limit: 2, force: :cascade do |t|
    t.string :title, :other, null: false
  end

  create_table "old_ids", id: :serial, force: :cascade do |t|
    t.timestamps
  end

  create_table "numbers", id: :bigint, default: nil, force: :cascade do |t|
    t.timestamps precision: 6
  end

  create_table "keyless", id: false, force: :cascade do |t|
    t.bigint "account", null: false
    t.serial "position"
  end

  create_table "pairs", primary_key: ["left_id", "right_id"], force: :cascade do |t|
    t.bigint "left_id", null: false
    t.integer "right_id", null: false
  end

  create_table "own", primary_key: "number", comment: "own key", force: :cascade do |t|
  end

  create_table :people, force: true do |t|
    t.references :account, type: :uuid, foreign_key: { on_delete: :cascade }, null: false
    t.belongs_to :manager, foreign_key: { to_table: :people, on_delete: :nullify, name: "the_manager" }, index: { unique: true }
    t.references :subject, polymorphic: true, null: false
    t.references :thing, polymorphic: { default: "Photo" }, index: false
    t.references :person, :friend
    t.bigint :own_id
    t.foreign_key "own", primary_key: "number", on_update: :restrict
  end

  create_table "notes", force: :cascade do |t|
    t.string "country_code", limit: 2
    t.bigint "old_id_id"
    t.bigint "number_id"
    t.bigint "category_id"
    t.index ["number_id"], name: "index_notes_on_number_id"
  end

  create_table "categories", force: :cascade do |t|
  end

  add_index :notes, :category_id
  add_index "notes", ["old_id_id"], using: :hash, name: "notes_old"
  add_reference :categories, :category, foreign_key: true
  add_column :categories, :title, :string, null: false, default: "x"
  add_timestamps :categories, null: true
  add_check_constraint "notes", "number_id > 0", name: "later", validate: false
  add_foreign_key "notes", "categories"
  add_foreign_key "notes", "countries", column: "country_code", primary_key: "code", on_delete: :restrict
  add_foreign_key "notes", "numbers", name: "named", on_delete: :cascade, on_update: :cascade
  add_foreign_key "notes", "old_ids", validate: false
end
