//! Pairs of connected sockets within the process.

use std::io;

#[cfg(unix)]
mod platform {
    use std::os::fd::{AsRawFd, RawFd};
    pub use std::os::unix::net::UnixStream as Socket;

    /// The number of a socket, for Python.
    pub type Number = RawFd;

    #[must_use]
    pub fn number(socket: &Socket) -> Number {
        socket.as_raw_fd()
    }

    pub fn pair() -> std::io::Result<(Socket, Socket)> {
        Socket::pair()
    }
}

#[cfg(windows)]
mod platform {
    pub use std::net::TcpStream as Socket;
    use std::os::windows::io::{AsRawSocket, RawSocket};

    /// The number of a socket, for Python.
    pub type Number = RawSocket;

    #[must_use]
    pub fn number(socket: &Socket) -> Number {
        socket.as_raw_socket()
    }

    pub use super::loopback_pair as pair;
}

pub use platform::{Number, Socket, number};

/// Connects two sockets.
///
/// # Errors
///
/// If the process has no file descriptors left.
pub fn pair() -> io::Result<(Socket, Socket)> {
    platform::pair()
}

/// Connects two sockets over the loopback interface, for systems without Unix sockets.
///
/// Another process may connect to the port first, so the address of the peer is checked.
#[cfg(any(windows, test))]
pub fn loopback_pair() -> io::Result<(std::net::TcpStream, std::net::TcpStream)> {
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let sender = TcpStream::connect(listener.local_addr()?)?;
    let own = sender.local_addr()?;
    loop {
        let (receiver, peer) = listener.accept()?;
        if peer == own {
            sender.set_nodelay(true)?;
            return Ok((sender, receiver));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn both_ends_are_connected() {
        let (mut sender, mut receiver) = pair().expect("file descriptors are available");
        sender.write_all(b"1").expect("the other end is open");
        let mut read = [0];
        receiver.read_exact(&mut read).expect("a byte was sent");
        assert_eq!((read, number(&sender) == number(&receiver)), (*b"1", false));
    }

    #[test]
    fn a_loopback_pair_is_connected_to_itself() {
        let (mut sender, mut receiver) = loopback_pair().expect("the loopback interface is available");
        assert_eq!(sender.local_addr().ok(), receiver.peer_addr().ok());
        sender.write_all(b"1").expect("the other end is open");
        let mut read = [0];
        receiver.read_exact(&mut read).expect("a byte was sent");
        assert_eq!(read, *b"1");
    }
}
