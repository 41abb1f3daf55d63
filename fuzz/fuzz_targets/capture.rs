#![no_main]

innkeeper_fuzz::target!(capture);
