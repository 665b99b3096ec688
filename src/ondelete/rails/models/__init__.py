"""The models of a Rails application, read without Ruby: classes, associations, callbacks, and the tables they mean."""
