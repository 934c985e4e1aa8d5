//! The user the cluster runs as. Postgres refuses root.

use super::ClusterError;
use nix::unistd::{Uid, User};
use std::{
    fs, io,
    os::unix::{fs::DirBuilderExt, fs::MetadataExt, fs::PermissionsExt, fs::chown, process::CommandExt},
    path::Path,
    process::Command,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// The user who runs the studio.
    Own,
    /// The studio runs as root and this one takes its place.
    Other { uid: u32, gid: u32 },
}

impl Account {
    pub fn choose() -> Result<Self, ClusterError> {
        if !Uid::effective().is_root() {
            return Ok(Self::Own);
        }
        let known = ["postgres", "nobody"].iter().find_map(|name| User::from_name(name).ok().flatten());
        let user = known.ok_or(ClusterError::NoUser)?;
        Ok(Self::Other { uid: user.uid.as_raw(), gid: user.gid.as_raw() })
    }

    fn uid(self) -> u32 {
        match self {
            Self::Own => Uid::effective().as_raw(),
            Self::Other { uid, .. } => uid,
        }
    }

    /// Whether this user can reach what is in `folder`: every folder on the way must let it pass.
    pub fn can_enter(self, folder: &Path) -> bool {
        match self {
            Self::Own => true,
            // Asking the system takes everything into account, access lists too.
            Self::Other { uid, gid } => Command::new("test")
                .arg("-x")
                .arg(folder)
                .uid(uid)
                .gid(gid)
                .current_dir("/")
                .status()
                .is_ok_and(|status| status.success()),
        }
    }

    /// Makes a folder that this user alone can enter. One that is there already must be such a folder: in a place where
    /// everybody may write, it might be somebody else's.
    pub fn make_folder(self, path: &Path) -> Result<(), ClusterError> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(ClusterError::folder("create", path)(e)),
        }
        let found = fs::symlink_metadata(path).map_err(ClusterError::folder("look at", path))?;
        let private = found.is_dir() && found.permissions().mode() & 0o077 == 0;
        match self {
            _ if private && found.uid() == self.uid() => Ok(()),
            // Made just now, by this process or by another that starts beside it.
            Self::Other { uid, gid } if private && found.uid() == Uid::effective().as_raw() => {
                chown(path, Some(uid), Some(gid)).map_err(ClusterError::folder("give away", path))
            }
            _ => {
                let why = io::Error::other("it exists, but is not a folder that only the database's user can enter");
                Err(ClusterError::folder("use", path)(why))
            }
        }
    }
}
