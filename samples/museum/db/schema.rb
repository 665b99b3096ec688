# This file is auto-generated from the current state of the database. Instead
# of editing this file, please use the migrations feature of Active Record to
# incrementally modify your database, and then regenerate this schema definition.
#
# This file is the source Rails uses to define your schema when running `bin/rails
# db:schema:load`. When creating a new database, `bin/rails db:schema:load` tends to
# be faster and is potentially less error prone than running all of your
# migrations from scratch. Old migrations may fail to apply correctly if those
# migrations use external dependencies or application code.
#
# It's strongly recommended that you check this file into your version control system.

ActiveRecord::Schema.define(version: 0) do

  # These are extensions that must be enabled in order to support this database
  enable_extension "plpgsql"

  create_table "action_text_rich_texts", force: :cascade do |t|
    t.string "name", null: false
    t.text "body"
    t.string "record_type", null: false
    t.bigint "record_id", null: false
    t.index ["record_type", "record_id", "name"], name: "index_action_text_rich_texts_uniqueness", unique: true
  end

  create_table "active_storage_attachments", force: :cascade do |t|
    t.string "name", null: false
    t.string "record_type", null: false
    t.bigint "record_id", null: false
    t.bigint "blob_id", null: false
    t.index ["blob_id"], name: "index_active_storage_attachments_on_blob_id"
    t.index ["record_type", "record_id", "name", "blob_id"], name: "index_active_storage_attachments_uniqueness", unique: true
  end

  create_table "active_storage_blobs", force: :cascade do |t|
    t.string "key", null: false
    t.index ["key"], name: "index_active_storage_blobs_on_key", unique: true
  end

  create_table "addresses", force: :cascade do |t|
    t.bigint "museum_id", null: false
    t.string "street"
    t.index ["museum_id"], name: "index_addresses_on_museum_id"
  end

  create_table "appraisals", force: :cascade do |t|
    t.bigint "artwork_id", null: false
    t.bigint "appraiser_id"
    t.index ["appraiser_id"], name: "index_appraisals_on_appraiser_id"
    t.index ["artwork_id"], name: "index_appraisals_on_artwork_id"
  end

  create_table "artists", force: :cascade do |t|
    t.string "name"
  end

  create_table "artists_artworks", id: false, force: :cascade do |t|
    t.bigint "artist_id", null: false
    t.bigint "artwork_id", null: false
    t.index ["artist_id"], name: "index_artists_artworks_on_artist_id"
    t.index ["artwork_id"], name: "index_artists_artworks_on_artwork_id"
  end

  create_table "artworks", force: :cascade do |t|
    t.bigint "gallery_id", null: false
    t.string "work_type"
    t.bigint "work_id"
    t.index ["gallery_id"], name: "index_artworks_on_gallery_id"
    t.index ["work_type", "work_id"], name: "index_artworks_on_work"
  end

  create_table "audit_entries", force: :cascade do |t|
    t.string "subject_type", null: false
    t.bigint "subject_id", null: false
    t.string "what"
    t.index ["subject_type", "subject_id"], name: "index_audit_entries_on_subject"
  end

  create_table "badges", force: :cascade do |t|
    t.bigint "person_id", null: false
    t.string "color"
    t.index ["person_id"], name: "index_badges_on_person_id"
  end

  create_table "biographies", force: :cascade do |t|
    t.bigint "artist_id", null: false
    t.text "text"
    t.index ["artist_id"], name: "index_biographies_on_artist_id"
  end

  create_table "exh_exhibitions", force: :cascade do |t|
    t.bigint "museum_id"
    t.string "title"
    t.index ["museum_id"], name: "index_exh_exhibitions_on_museum_id"
  end

  create_table "exh_exhibits", force: :cascade do |t|
    t.bigint "exhibition_id", null: false
    t.bigint "artwork_id"
    t.index ["artwork_id"], name: "index_exh_exhibits_on_artwork_id"
    t.index ["exhibition_id"], name: "index_exh_exhibits_on_exhibition_id"
  end

  create_table "exh_media", force: :cascade do |t|
    t.bigint "exhibition_id", null: false
    t.index ["exhibition_id"], name: "index_exh_media_on_exhibition_id"
  end

  create_table "galleries", force: :cascade do |t|
    t.bigint "museum_id", null: false
    t.bigint "wing_id"
    t.integer "artworks_count", default: 0, null: false
    t.index ["museum_id"], name: "index_galleries_on_museum_id"
    t.index ["wing_id"], name: "index_galleries_on_wing_id"
  end

  create_table "loans", force: :cascade do |t|
    t.bigint "artwork_id", null: false
    t.bigint "lender_id", null: false
    t.bigint "borrower_id", null: false
    t.index ["artwork_id"], name: "index_loans_on_artwork_id"
    t.index ["borrower_id"], name: "index_loans_on_borrower_id"
    t.index ["lender_id"], name: "index_loans_on_lender_id"
  end

  create_table "museums", force: :cascade do |t|
    t.string "name", null: false
    t.datetime "closed_at"
    t.datetime "updated_at"
  end

  create_table "paintings", force: :cascade do |t|
    t.string "medium"
  end

  create_table "people", force: :cascade do |t|
    t.string "type", null: false
    t.string "role"
    t.bigint "museum_id"
    t.bigint "gallery_id"
    t.index ["gallery_id"], name: "index_people_on_gallery_id"
    t.index ["museum_id"], name: "index_people_on_museum_id"
  end

  create_table "reviews", force: :cascade do |t|
    t.bigint "visitor_id", null: false
    t.bigint "parent_id"
    t.datetime "deleted_at"
    t.index ["parent_id"], name: "index_reviews_on_parent_id"
    t.index ["visitor_id"], name: "index_reviews_on_visitor_id"
  end

  create_table "sculptures", force: :cascade do |t|
    t.integer "weight"
  end

  create_table "taggings", force: :cascade do |t|
    t.bigint "tag_id"
    t.string "taggable_type"
    t.bigint "taggable_id"
  end

  create_table "tags", force: :cascade do |t|
    t.string "name"
  end

  create_table "ticketing_tickets", force: :cascade do |t|
    t.bigint "museum_id", null: false
    t.bigint "visitor_id"
    t.index ["museum_id"], name: "index_ticketing_tickets_on_museum_id"
    t.index ["visitor_id"], name: "index_ticketing_tickets_on_visitor_id"
  end

  create_table "visits", force: :cascade do |t|
    t.bigint "museum_id", null: false
    t.bigint "visitor_id"
    t.index ["museum_id"], name: "index_visits_on_museum_id"
  end

  create_table "website_pages", force: :cascade do |t|
    t.string "domain", null: false
    t.string "path"
    t.index ["domain"], name: "index_website_pages_on_domain"
  end

  create_table "websites", primary_key: "domain", id: :string, force: :cascade do |t|
    t.bigint "museum_id", null: false
    t.index ["museum_id"], name: "index_websites_on_museum_id", unique: true
  end

  add_foreign_key "active_storage_attachments", "active_storage_blobs", column: "blob_id", name: "active_storage_attachments_blob_id_fkey"
  add_foreign_key "addresses", "museums", name: "addresses_museum_id_fkey"
  add_foreign_key "appraisals", "artworks", name: "appraisals_artwork_id_fkey", on_delete: :cascade
  add_foreign_key "appraisals", "people", column: "appraiser_id", name: "appraisals_appraiser_id_fkey"
  add_foreign_key "artists_artworks", "artists", name: "artists_artworks_artist_id_fkey"
  add_foreign_key "artists_artworks", "artworks", name: "artists_artworks_artwork_id_fkey"
  add_foreign_key "artworks", "galleries", name: "artworks_gallery_id_fkey"
  add_foreign_key "badges", "people", name: "badges_person_id_fkey"
  add_foreign_key "biographies", "artists", name: "biographies_artist_id_fkey", on_delete: :nullify
  add_foreign_key "exh_exhibitions", "museums", name: "exh_exhibitions_museum_id_fkey", on_delete: :nullify
  add_foreign_key "exh_exhibits", "artworks", name: "exh_exhibits_artwork_id_fkey", on_delete: :nullify
  add_foreign_key "exh_exhibits", "exh_exhibitions", column: "exhibition_id", name: "exh_exhibits_exhibition_id_fkey"
  add_foreign_key "exh_media", "exh_exhibitions", column: "exhibition_id", name: "exh_media_exhibition_id_fkey", on_delete: :cascade
  add_foreign_key "galleries", "galleries", column: "wing_id", name: "galleries_wing_id_fkey", on_delete: :nullify
  add_foreign_key "galleries", "museums", name: "galleries_museum_id_fkey", on_delete: :cascade
  add_foreign_key "loans", "artworks", name: "loans_artwork_id_fkey", on_delete: :cascade
  add_foreign_key "loans", "museums", column: "borrower_id", name: "loans_borrower_id_fkey", on_delete: :cascade
  add_foreign_key "loans", "museums", column: "lender_id", name: "loans_lender_id_fkey", on_delete: :cascade
  add_foreign_key "people", "galleries", name: "people_gallery_id_fkey"
  add_foreign_key "people", "museums", name: "people_museum_id_fkey"
  add_foreign_key "reviews", "people", column: "visitor_id", name: "reviews_visitor_id_fkey", on_delete: :cascade
  add_foreign_key "reviews", "reviews", column: "parent_id", name: "reviews_parent_id_fkey"
  add_foreign_key "taggings", "tags", name: "taggings_tag_id_fkey"
  add_foreign_key "ticketing_tickets", "museums", name: "ticketing_tickets_museum_id_fkey"
  add_foreign_key "ticketing_tickets", "people", column: "visitor_id", name: "ticketing_tickets_visitor_id_fkey", on_delete: :nullify
  add_foreign_key "visits", "museums", name: "visits_museum_id_fkey"
  add_foreign_key "website_pages", "websites", column: "domain", primary_key: "domain", name: "website_pages_domain_fkey", on_delete: :nullify
  add_foreign_key "websites", "museums", name: "websites_museum_id_fkey"
end
