//! The store on a real server, always as a person under row security.

mod acts;
mod administration;
mod amendments;
mod audit;
mod cluster;
mod documents;
pub mod enrolments;
mod facts;
mod finding;
mod forms;
mod hosts;
mod importing;
mod init;
mod lists;
mod merging;
mod out_of_use;
mod placing;
mod prepared;
mod register;
mod seed;
mod students;
mod views;
mod workflow;
