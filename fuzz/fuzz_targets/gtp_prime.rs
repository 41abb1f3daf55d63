#![no_main]

innkeeper_fuzz::target!(gtp_prime);
