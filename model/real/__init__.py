"""A model that others trained, for a test of the whole way from a published file to a reply."""
