//! All tests of the program as a whole, in one binary.

mod adopt;
mod articles;
mod commands;
mod desk;
mod discover;
mod draws;
mod ensemble;
mod equations;
mod estimates;
mod faults;
mod figures;
mod files;
mod golden;
mod hand;
mod keep;
mod language;
mod model;
mod parts;
mod properties;
mod rooms;
mod scenarios;
mod schema;
mod sensitivity;
mod support;
mod tools;
mod workbook;
