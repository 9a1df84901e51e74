//! Every line of SQL, the private server and the demonstration data.

pub mod acts;
pub mod administration;
pub mod alert_settings;
pub mod alerts;
pub mod amendments;
pub mod audit;
pub mod centres;
pub mod cluster;
pub mod connect;
pub mod documents;
pub mod error;
pub mod files;
pub mod forms;
pub mod health;
pub mod init;
pub mod lists;
pub mod migrate;
pub mod nomenclature;
pub mod organisations;
pub mod people;
pub mod roles;
pub mod seed;
pub mod session;
pub mod students;
pub mod views;

/// What a query answers.
pub type Result<T> = std::result::Result<T, sqlx::Error>;
