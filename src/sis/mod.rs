//! What stands outside: registers and student information systems, each behind its true contract.
