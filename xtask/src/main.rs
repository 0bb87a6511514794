//! The project's chores: build, serve, test.

fn main() {}
