-- The back office of a middling company: everything points at users. A picture of its cascade must fold leaves away.

CREATE TABLE companies (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE offices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    manager_id bigint
);
CREATE TABLE departments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    head_id bigint
);
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department_id bigint REFERENCES departments ON DELETE SET NULL,
    email text NOT NULL UNIQUE
);
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    account_manager_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE contacts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    created_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE leads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    owner_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE opportunities (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    owner_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE quotes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    opportunity_id bigint NOT NULL REFERENCES opportunities ON DELETE CASCADE,
    prepared_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE quote_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quote_id bigint NOT NULL REFERENCES quotes ON DELETE CASCADE
);
CREATE TABLE contracts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT,
    signed_by_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT
);
CREATE TABLE contract_reviews (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id bigint NOT NULL REFERENCES contracts ON DELETE CASCADE,
    reviewer_id bigint NOT NULL REFERENCES users ON DELETE SET NULL
);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT,
    entered_by_id bigint REFERENCES users ON DELETE SET NULL,
    placed_on date DEFAULT CURRENT_DATE NOT NULL
);
CREATE TABLE order_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE
);
CREATE TABLE shipments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    packed_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders ON DELETE RESTRICT,
    approved_by_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    number text NOT NULL UNIQUE
);
CREATE TABLE invoice_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES invoices ON DELETE CASCADE
);
CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES invoices ON DELETE RESTRICT,
    booked_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE reminders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES invoices ON DELETE CASCADE,
    sent_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE expense_reports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    submitted_by_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT
);
CREATE TABLE expense_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expense_report_id bigint NOT NULL REFERENCES expense_reports ON DELETE CASCADE
);
CREATE TABLE receipts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expense_line_id bigint NOT NULL REFERENCES expense_lines ON DELETE CASCADE
);
CREATE TABLE travel_requests (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    traveller_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE vehicles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    driver_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE vehicle_trips (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_id bigint NOT NULL REFERENCES vehicles ON DELETE CASCADE,
    driver_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE assets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    holder_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE asset_loans (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asset_id bigint NOT NULL REFERENCES assets ON DELETE CASCADE,
    borrower_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE employments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT
);
CREATE TABLE salaries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employment_id bigint NOT NULL REFERENCES employments ON DELETE CASCADE
);
CREATE TABLE absences (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employment_id bigint NOT NULL REFERENCES employments ON DELETE CASCADE,
    approved_by_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE time_sheets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employment_id bigint NOT NULL REFERENCES employments ON DELETE CASCADE
);
CREATE TABLE time_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time_sheet_id bigint NOT NULL REFERENCES time_sheets ON DELETE CASCADE,
    minutes integer NOT NULL CHECK (minutes > 0)
);
CREATE TABLE job_openings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department_id bigint NOT NULL REFERENCES departments ON DELETE CASCADE,
    hiring_manager_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE applications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_opening_id bigint NOT NULL REFERENCES job_openings ON DELETE CASCADE
);
CREATE TABLE interviews (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES applications ON DELETE CASCADE,
    interviewer_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE interview_notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interview_id bigint NOT NULL REFERENCES interviews ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE trainings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    trainer_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE training_seats (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    training_id bigint NOT NULL REFERENCES trainings ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE goals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE goal_updates (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    goal_id bigint NOT NULL REFERENCES goals ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE feedback_notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    about_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE one_on_ones (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    manager_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    report_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE projects (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    lead_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE project_members (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE tasks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
    assignee_id bigint REFERENCES users ON DELETE SET NULL,
    reporter_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE task_comments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id bigint NOT NULL REFERENCES tasks ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE task_watchers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id bigint NOT NULL REFERENCES tasks ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    owner_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE document_versions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE document_shares (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE folders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folder_id bigint REFERENCES folders ON DELETE SET NULL,
    owner_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE wiki_pages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    last_editor_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE wiki_revisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    wiki_page_id bigint NOT NULL REFERENCES wiki_pages ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE meetings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id bigint REFERENCES offices ON DELETE SET NULL,
    organiser_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE meeting_guests (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id bigint NOT NULL REFERENCES meetings ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE rooms (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id bigint NOT NULL REFERENCES offices ON DELETE CASCADE,
    seats integer
);
CREATE TABLE room_bookings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id bigint NOT NULL REFERENCES rooms ON DELETE CASCADE,
    booked_by_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE desk_bookings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id bigint NOT NULL REFERENCES offices ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE visitors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id bigint NOT NULL REFERENCES offices ON DELETE CASCADE,
    host_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE tickets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    requester_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    assignee_id bigint REFERENCES users ON DELETE SET NULL
);
CREATE TABLE ticket_replies (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE canned_replies (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    owner_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE api_tokens (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE two_factor_devices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE login_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE notification_settings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE saved_filters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE dashboards (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE dashboard_widgets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dashboard_id bigint NOT NULL REFERENCES dashboards ON DELETE CASCADE
);
CREATE TABLE bookmarks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE push_subscriptions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id bigint REFERENCES users,
    action text NOT NULL
);
CREATE TABLE import_jobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id bigint NOT NULL REFERENCES companies ON DELETE CASCADE,
    started_by_id bigint REFERENCES users
);

ALTER TABLE offices ADD FOREIGN KEY (manager_id) REFERENCES users ON DELETE SET NULL;
ALTER TABLE departments ADD FOREIGN KEY (head_id) REFERENCES users ON DELETE SET NULL;

CREATE INDEX ON offices (company_id);
CREATE INDEX ON offices (manager_id);
CREATE INDEX ON departments (company_id);
CREATE INDEX ON departments (head_id);
CREATE INDEX ON users (department_id);
CREATE INDEX ON customers (company_id);
CREATE INDEX ON customers (account_manager_id);
CREATE INDEX ON contacts (customer_id);
CREATE INDEX ON contacts (created_by_id);
CREATE INDEX ON leads (company_id);
CREATE INDEX ON leads (owner_id);
CREATE INDEX ON opportunities (customer_id);
CREATE INDEX ON opportunities (owner_id);
CREATE INDEX ON quotes (opportunity_id);
CREATE INDEX ON quotes (prepared_by_id);
CREATE INDEX ON quote_lines (quote_id);
CREATE INDEX ON contracts (customer_id);
CREATE INDEX ON contracts (signed_by_id);
CREATE INDEX ON contract_reviews (contract_id);
CREATE INDEX ON contract_reviews (reviewer_id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (entered_by_id);
CREATE INDEX ON order_lines (order_id);
CREATE INDEX ON shipments (order_id);
CREATE INDEX ON shipments (packed_by_id);
CREATE INDEX ON invoices (order_id);
CREATE INDEX ON invoices (approved_by_id);
CREATE INDEX ON invoice_lines (invoice_id);
CREATE INDEX ON payments (invoice_id);
CREATE INDEX ON payments (booked_by_id);
CREATE INDEX ON reminders (invoice_id);
CREATE INDEX ON reminders (sent_by_id);
CREATE INDEX ON expense_reports (company_id);
CREATE INDEX ON expense_reports (submitted_by_id);
CREATE INDEX ON expense_lines (expense_report_id);
CREATE INDEX ON travel_requests (company_id);
CREATE INDEX ON travel_requests (traveller_id);
CREATE INDEX ON vehicles (company_id);
CREATE INDEX ON vehicles (driver_id);
CREATE INDEX ON vehicle_trips (vehicle_id);
CREATE INDEX ON vehicle_trips (driver_id);
CREATE INDEX ON assets (company_id);
CREATE INDEX ON assets (holder_id);
CREATE INDEX ON asset_loans (asset_id);
CREATE INDEX ON asset_loans (borrower_id);
CREATE INDEX ON employments (company_id);
CREATE INDEX ON employments (user_id);
CREATE INDEX ON salaries (employment_id);
CREATE INDEX ON absences (employment_id);
CREATE INDEX ON absences (approved_by_id);
CREATE INDEX ON time_sheets (employment_id);
CREATE INDEX ON job_openings (department_id);
CREATE INDEX ON job_openings (hiring_manager_id);
CREATE INDEX ON applications (job_opening_id);
CREATE INDEX ON interviews (application_id);
CREATE INDEX ON interviews (interviewer_id);
CREATE INDEX ON interview_notes (interview_id);
CREATE INDEX ON interview_notes (author_id);
CREATE INDEX ON trainings (company_id);
CREATE INDEX ON trainings (trainer_id);
CREATE INDEX ON training_seats (training_id);
CREATE INDEX ON training_seats (user_id);
CREATE INDEX ON goals (user_id);
CREATE INDEX ON goal_updates (goal_id);
CREATE INDEX ON goal_updates (author_id);
CREATE INDEX ON feedback_notes (about_id);
CREATE INDEX ON feedback_notes (author_id);
CREATE INDEX ON one_on_ones (manager_id);
CREATE INDEX ON one_on_ones (report_id);
CREATE INDEX ON projects (customer_id);
CREATE INDEX ON projects (lead_id);
CREATE INDEX ON project_members (project_id);
CREATE INDEX ON project_members (user_id);
CREATE INDEX ON tasks (project_id);
CREATE INDEX ON tasks (assignee_id);
CREATE INDEX ON tasks (reporter_id);
CREATE INDEX ON task_comments (task_id);
CREATE INDEX ON task_watchers (task_id);
CREATE INDEX ON task_watchers (user_id);
CREATE INDEX ON documents (company_id);
CREATE INDEX ON documents (owner_id);
CREATE INDEX ON document_versions (document_id);
CREATE INDEX ON document_versions (author_id);
CREATE INDEX ON document_shares (document_id);
CREATE INDEX ON document_shares (user_id);
CREATE INDEX ON folders (folder_id);
CREATE INDEX ON folders (owner_id);
CREATE INDEX ON wiki_pages (company_id);
CREATE INDEX ON wiki_pages (last_editor_id);
CREATE INDEX ON wiki_revisions (wiki_page_id);
CREATE INDEX ON meetings (office_id);
CREATE INDEX ON meetings (organiser_id);
CREATE INDEX ON meeting_guests (meeting_id);
CREATE INDEX ON rooms (office_id);
CREATE INDEX ON room_bookings (room_id);
CREATE INDEX ON room_bookings (booked_by_id);
CREATE INDEX ON desk_bookings (office_id);
CREATE INDEX ON desk_bookings (user_id);
CREATE INDEX ON visitors (office_id);
CREATE INDEX ON tickets (company_id);
CREATE INDEX ON tickets (requester_id);
CREATE INDEX ON tickets (assignee_id);
CREATE INDEX ON ticket_replies (ticket_id);
CREATE INDEX ON ticket_replies (author_id);
CREATE INDEX ON canned_replies (company_id);
CREATE INDEX ON canned_replies (owner_id);
CREATE INDEX ON sessions (user_id);
CREATE INDEX ON api_tokens (user_id);
CREATE INDEX ON two_factor_devices (user_id);
CREATE INDEX ON notification_settings (user_id);
CREATE INDEX ON saved_filters (user_id);
CREATE INDEX ON dashboards (owner_id);
CREATE INDEX ON dashboard_widgets (dashboard_id);
CREATE INDEX ON bookmarks (user_id);
CREATE INDEX ON push_subscriptions (user_id);
CREATE INDEX ON import_jobs (company_id);
CREATE INDEX ON import_jobs (started_by_id);
