#![no_main]

innkeeper_fuzz::target!(tariff);
