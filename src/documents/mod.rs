//! Files that come in and go out: tables that offices exchange.
