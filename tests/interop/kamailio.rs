//! Kamailio as I-CSCF or S-CSCF, from the very files in `config/kamailio` that a person copies; only addresses, ports and names differ.

use crate::{
    process::Process,
    programs::{KAMAILIO, KAMCMD},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The schema of user profiles, which an installation without documentation lacks.
const SCHEMA: &str = "/usr/share/doc/kamailio/examples/ims/scscf/CxDataType_Rel8.xsd";

/// One CSCF.
#[derive(Debug)]
pub(crate) struct Cscf {
    process: Process,
    control: PathBuf,
}

/// What a CSCF is called and where it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// `icscf`, `scscf` or `scscf2`; the file names of the configuration are these without the digit.
    pub(crate) name: &'a str,
    /// The address that stands for 127.0.0.1 of the example.
    pub(crate) address: &'a str,
    pub(crate) sip: u16,
    pub(crate) diameter: u16,
}

impl Cscf {
    /// Starts it in a directory of its own under `directory`. `changes` are made to the script, each of which has to find its text.
    pub(crate) fn start(directory: &Path, place: Place<'_>, changes: &[(&str, &str)]) -> Self {
        let home = directory.join(place.name);
        let role = place.name.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/kamailio");
        copy(&example, &home);
        let (sip, diameter) = if role == "icscf" { (4060, 3869) } else { (6060, 3870) };
        let mut script = vec![
            (format!("127.0.0.1:{sip}"), format!("{}:{}", place.address, place.sip)),
            (format!("unix:{role}.ctl"), format!("unix:{}", home.join("ctl").display())),
        ];
        if role == "scscf" {
            script.push(("127.0.0.1:4060".into(), format!("{}:4060", place.address)));
        }
        if role == "icscf" {
            script.push(("text://icscf.db".into(), format!("text://{}", home.join("icscf.db").display())));
        }
        if role == "scscf" && !Path::new(SCHEMA).exists() {
            eprintln!("user profiles are not validated: {SCHEMA} is not installed");
            let parameter = r#"modparam("ims_registrar_scscf", "user_data_xsd""#;
            script.push((parameter.into(), format!("#{parameter}")));
        }
        script.extend(changes.iter().map(|(from, to)| ((*from).into(), (*to).into())));
        edit(&home.join(format!("{role}.cfg")), &script);
        let name = (format!("\"{role}.ims."), format!("\"{}.ims.", place.name));
        let port = (format!("port=\"{diameter}\""), format!("port=\"{}\"", place.diameter));
        // The least interval between two attempts to connect, in seconds: tests restart the HSS.
        let pace = ("Tc=\"30\"".into(), "Tc=\"2\"".into());
        edit(
            &home.join(format!("{role}.xml")),
            &[name, port, pace, ("127.0.0.1".into(), place.address.into())],
        );

        let mut command = Command::new(KAMAILIO.find().expect("looked for before"));
        // -DD: stay in the foreground; little memory; all files in the home directory.
        command.args(["-DD", "-E", "-m", "32", "-M", "8", "-f"]).arg(home.join(format!("{role}.cfg")));
        command.arg("-P").arg(home.join("pid")).arg("-Y").arg(&home).arg("-w").arg(&home).current_dir(&home);
        let process = Process::start(place.name, &command, &home.join("log"));
        let cscf = Self { process, control: home.join("ctl") };
        cscf.process.wait_until("it takes commands", Duration::from_secs(20), |_| {
            cscf.command(&["core.uptime"]).is_some()
        });
        cscf
    }

    /// Waits until the HSS and it have exchanged capabilities.
    pub(crate) fn wait_for_hss(&self) {
        self.process.wait_until("the HSS is connected", Duration::from_secs(40), |_| {
            self.command(&["cdp.list_peers"]).is_some_and(|peers| peers.contains("I_Open"))
        });
    }

    /// Waits until it has noticed that the HSS is gone.
    pub(crate) fn wait_for_loss(&self) {
        self.process.wait_until("the loss of the HSS is noticed", Duration::from_secs(20), |_| {
            self.command(&["cdp.list_peers"]).is_some_and(|peers| !peers.contains("I_Open"))
        });
    }

    /// What it knows of a public identity: empty if nothing.
    pub(crate) fn knows(&self, impu: &str) -> String {
        self.command(&["ulscscf.showimpu", impu]).unwrap_or_default()
    }

    /// True if it has a contact of a public identity.
    pub(crate) fn has_contact(&self, impu: &str) -> bool {
        self.knows(impu).contains("sip:ue@")
    }

    /// Waits until it has forgotten a public identity, or all its contacts.
    pub(crate) fn wait_until_gone(&self, impu: &str) {
        self.process.wait_until(&format!("{impu} is deregistered"), Duration::from_secs(20), |_| {
            !self.has_contact(impu)
        });
    }

    /// Sends a command over the control socket.
    pub(crate) fn command(&self, arguments: &[&str]) -> Option<String> {
        let socket = format!("unix:{}", self.control.display());
        let output = Command::new(KAMCMD.find()?).args(["-s", &socket]).args(arguments).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success() && !text.starts_with("error")).then_some(text)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a temporary directory");
    for entry in fs::read_dir(from).expect("config/kamailio") {
        let entry = entry.expect("a directory entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn edit(file: &Path, changes: &[(String, String)]) {
    let mut text = fs::read_to_string(file).expect("a configuration file");
    for (from, to) in changes {
        assert!(text.contains(from), "{} has no {from:?} to change", file.display());
        text = text.replace(from, to);
    }
    fs::write(file, text).expect("written");
}
