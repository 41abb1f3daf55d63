//! Where wire meets domain, a folder per reference point. They never import one another.
//!
//! A handler reads a typed request, loads the records it names, lets the domain decide, commits, and writes the typed answer.

pub mod cx;
