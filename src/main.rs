//! Parses the command line, sets up logging and calls one command.

fn main() -> std::process::ExitCode {
    guichet::cli::main()
}
