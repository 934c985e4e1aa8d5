//! Where the cluster's files are.

use super::{ClusterError, account::Account};
use sha2::{Digest, Sha256};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// For a data folder inside a home that the database's user may not enter, such as root's.
const ELSEWHERE: &str = "/var/lib/creativeai-studio";
/// In the data folder, when the cluster is [`ELSEWHERE`]: says where.
const NOTE: &str = "postgres.location";
/// `sun_path` has 108 bytes on Linux, with the final zero; the socket's own name takes 18 of them.
const LONGEST_SOCKET_FOLDER: usize = 108 - 1 - "/.s.PGSQL.5432".len();

#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
    /// Postgres' data directory.
    pub data: PathBuf,
    /// Only the cluster's user can enter it: that is what protects the database.
    pub socket: PathBuf,
    pub log: PathBuf,
}

impl Place {
    /// Decides where the cluster of a data folder is, and makes the folders.
    pub fn of_data_dir(data_dir: &Path, account: Account) -> Result<Self, ClusterError> {
        let note = data_dir.join(NOTE);
        let root = match fs::read_to_string(&note) {
            Ok(path) => PathBuf::from(path.trim_end()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                if account.can_enter(data_dir) {
                    data_dir.join("postgres")
                } else {
                    let elsewhere = Path::new(ELSEWHERE).join(digest(data_dir));
                    fs::write(&note, format!("{}\n", elsewhere.display()))
                        .map_err(ClusterError::folder("write", &note))?;
                    elsewhere
                }
            }
            Err(e) => return Err(ClusterError::folder("read", &note)(e)),
        };
        if let Some(parent) = root.parent() {
            fs::create_dir_all(parent).map_err(ClusterError::folder("create", parent))?;
        }
        Self::at(root, account)
    }

    /// Makes the folders of a cluster in `root`.
    pub fn at(root: PathBuf, account: Account) -> Result<Self, ClusterError> {
        account.make_folder(&root)?;
        // Compared with what the system says about processes, which has no links in it.
        let root = fs::canonicalize(&root).map_err(ClusterError::folder("find", root))?;
        let socket = socket_folder(&root);
        account.make_folder(&socket)?;
        Ok(Self { data: root.join("data"), log: root.join("postgres.log"), socket, root })
    }

    /// The major version that made the cluster; `None` before there is one.
    pub fn made_by(&self) -> Option<String> {
        fs::read_to_string(self.data.join("PG_VERSION")).ok().map(|version| version.trim().to_owned())
    }

    /// Where `initdb` works before its result takes the place of `data`.
    pub fn unfinished(&self) -> PathBuf {
        self.root.join("data.unfinished")
    }

    /// Leaves nothing in the temporary folder once the cluster has stopped.
    pub fn remove_outside_socket(&self) -> Result<(), ClusterError> {
        if self.socket.starts_with(&self.root) {
            return Ok(());
        }
        fs::remove_dir(&self.socket).map_err(ClusterError::folder("remove", &self.socket))
    }

    /// A file beside the data directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}

fn socket_folder(root: &Path) -> PathBuf {
    let inside = root.join("socket");
    if inside.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        inside
    } else {
        env::temp_dir().join(format!("creativeai-studio-{}", digest(root)))
    }
}

fn digest(path: &Path) -> String {
    hex::encode(&Sha256::digest(path.as_os_str().as_encoded_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_folder_gets_a_short_socket() {
        let deep = Path::new("/").join("x".repeat(200));
        let folder = socket_folder(&deep);
        assert!(folder.starts_with(env::temp_dir()));
        assert_eq!(folder, socket_folder(&deep), "found again after a restart");
        assert_eq!(socket_folder(Path::new("/data/postgres")), Path::new("/data/postgres/socket"));
    }
}
