//! Subscribers: from an order or a file to records, and back.
