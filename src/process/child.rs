//! Child processes that are killed when the call that started them ends.

use std::io::Result;
use std::process::{ExitStatus, Stdio};

use tokio::process::{ChildStderr, ChildStdout, Command};

use crate::process::environment;

/// A child process. It is killed if this value is dropped before it has ended.
#[derive(Debug)]
pub struct Child {
    child: tokio::process::Child,
    /// Its process group, if it has its own.
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

impl Child {
    /// Starts the program, and returns pipes from its standard output and its standard error.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn start(command: &mut Command) -> Result<(Self, ChildStdout, ChildStderr)> {
        if let Some(variables) = environment::of_child() {
            command.env_clear().envs(variables);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        #[cfg(unix)]
        let has_group = !has_terminal();
        #[cfg(unix)]
        if has_group {
            command.process_group(0);
        }
        let mut child = command.spawn()?;
        let (output, errors) = (child.stdout.take().expect("it is piped"), child.stderr.take().expect("it is piped"));
        #[cfg(unix)]
        let group = child.id().filter(|_| has_group).and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
        let started = Self {
            child,
            #[cfg(unix)]
            group,
        };
        Ok((started, output, errors))
    }

    /// Waits until the program has ended. Programs that it left in the background continue.
    ///
    /// # Errors
    ///
    /// If its status cannot be read.
    pub async fn wait(mut self) -> Result<ExitStatus> {
        let status = self.child.wait().await?;
        #[cfg(unix)]
        {
            self.group = None;
        }
        Ok(status)
    }
}

#[cfg(unix)]
impl Drop for Child {
    /// Kills the programs that the shell started; tokio kills only the shell.
    fn drop(&mut self) {
        if let Some(group) = self.group {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// Whether the process has a terminal. A program in a group of its own could not read from it, for
/// example to ask for a code, and would not get Ctrl-C.
#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}
