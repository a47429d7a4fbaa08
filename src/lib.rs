//! reboto's compiled core.
