//! A Python with the peers that training is measured beside.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::on_path;
use crate::project;

/// Python of the project's own environment, `.venv`, with the packages of `benches/peers/requirements.txt`, which it makes
/// where it is not there or of other versions.
pub(crate) fn python_with_peers() -> Result<PathBuf> {
    let folder = project::root().join(".venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let requirements = project::root().join("benches/peers/requirements.txt");
    let wanted =
        fs::read_to_string(&requirements).with_context(|| format!("{} cannot be read", requirements.display()))?;
    // Written last, so that an install that was broken off is made again.
    let stamp = folder.join("installed-requirements.txt");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let base = on_path(&["python3", "python"])
        .context("the peers that training is measured beside need Python 3.11 or newer; install it")?;
    eprintln!("gensim and word2vec are not in .venv yet: installing them with pip");
    project::run(project::command(base).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = project::command(&python);
    project::run(pip.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements))?;
    fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(python)
}
