//! `cargo xtask run`: a local centre with a sample programme, and the app joined to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::children::{Child, go_on};
use crate::sessions::{FORM, SESSIONS};
use crate::setup::{For, setup};
use crate::stage::{
    COORDINATOR, Centre, FACILITATOR, Laptop, PROGRAMME, Person, Programs, SUPERVISOR, Serving,
    TEAM, make_empty, write,
};
use crate::trouble::Trouble;
use crate::{root, say};

/// What a demonstration is made of, on disk and running.
struct Demo<'s> {
    folder: PathBuf,
    centre: Centre<'s>,
    laptop: Laptop<'s>,
    serving: Serving,
}

type Step = (&'static str, fn(&Demo<'_>) -> Result<(), Trouble>);

/// What a new demonstration needs, once the centre listens.
const STEPS: &[Step] = &[
    ("The three roles join the laptop", join),
    ("Sessions are made up", fill),
    ("A reviewer looks at some of them", review),
    ("The laptop sends them to the centre", sync),
];

/// Starts the centre and the app; ends when the window is closed or Ctrl+C is pressed.
pub(crate) fn run(fresh: bool) -> Result<(), Trouble> {
    a_screen_is_there()?;
    setup(For::Running)?;
    let programs = Programs::build()?;
    let folder = root().join("target/demo");
    let is_made = ready(&folder).exists();
    if fresh || !is_made {
        make_empty(&folder)?;
    }
    let mut demo = open(&programs, folder)?;
    if fresh || !is_made {
        for (title, step) in STEPS {
            go_on()?;
            say!("{title}");
            step(&demo)?;
        }
        write(&ready(&demo.folder), "")?;
    }
    say!(
        "\nThe centre listens on {}. Its log is target/demo/centre.log.",
        demo.serving.url
    );
    say!("The people on the laptop, and their passphrases:");
    for Person {
        name,
        role,
        passphrase,
    } in [FACILITATOR, COORDINATOR, SUPERVISOR]
    {
        say!("  {name:<12} {role:<12} {passphrase}");
    }
    say!("Close the window, or press Ctrl+C here, to end both.\n");
    let ended = watch(&programs, &mut demo);
    demo.serving.stop();
    say!("The centre and the app have ended.");
    match ended {
        // Ctrl+C is one of the two ways to end it.
        Err(Trouble::Stopped) => Ok(()),
        ended => ended,
    }
}

fn ready(folder: &Path) -> PathBuf {
    folder.join("ready")
}

fn a_screen_is_there() -> Result<(), Trouble> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(Trouble::Missing {
        what: "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set.".to_owned(),
        remedy: "Without a screen: cargo xtask run --headless\n\
                 On a screen of its own: xvfb-run -a cargo xtask run"
            .to_owned(),
    })
}

/// Starts the centre, where it listened the last time, since the laptop looks for it there.
fn open(programs: &Programs, folder: PathBuf) -> Result<Demo<'_>, Trouble> {
    let centre = Centre::at(programs, folder.join("centre"));
    let kept = folder.join("address");
    let address = fs::read_to_string(&kept).ok();
    if address.is_none() {
        centre.tell(&["init", "--programme", PROGRAMME, "--country", "KH"])?;
        let (team, name) = TEAM;
        centre.tell(&["team", "add", team, name])?;
    }
    let serving = centre.serve(address.as_deref().unwrap_or("127.0.0.1:0").trim());
    let serving = serving.map_err(|trouble| match address {
        Some(address) => Trouble::Missing {
            what: format!("{trouble}"),
            remedy: format!(
                "Another program may have taken {}. To begin anew: cargo xtask run --fresh",
                address.trim()
            ),
        },
        None => trouble,
    })?;
    write(&kept, serving.address())?;
    centre.tell(&["url", &serving.url])?;
    Ok(Demo {
        laptop: Laptop::at(programs, folder.join("laptop")),
        folder,
        centre,
        serving,
    })
}

fn join(demo: &Demo<'_>) -> Result<(), Trouble> {
    for (person, beside) in [
        (FACILITATOR, None),
        (COORDINATOR, Some(FACILITATOR)),
        (SUPERVISOR, Some(FACILITATOR)),
    ] {
        let invitation = demo.centre.invite(person, &demo.serving.url)?;
        demo.laptop.join(person, beside, &invitation)?;
    }
    Ok(())
}

fn fill(demo: &Demo<'_>) -> Result<(), Trouble> {
    let now = SystemTime::now();
    for session in SESSIONS {
        go_on()?;
        demo.laptop
            .record(FACILITATOR, FORM, &session.answers(now))?;
    }
    Ok(())
}

/// One of each: approved, verified and returned; the rest waits.
fn review(demo: &Demo<'_>) -> Result<(), Trouble> {
    let records = demo.laptop.records(FACILITATOR)?;
    let [approved, verified, returned, ..] = records.as_slice() else {
        return Err(Trouble::Wrong(
            "the made-up sessions are not on the laptop".to_owned(),
        ));
    };
    demo.laptop
        .tell(COORDINATOR, &["review", "verify", approved])?;
    demo.laptop
        .tell(SUPERVISOR, &["review", "approve", approved])?;
    demo.laptop
        .tell(COORDINATOR, &["review", "verify", verified])?;
    let comment = "sadd/women=Please compare with your sheet.";
    demo.laptop.tell(
        COORDINATOR,
        &["review", "return", returned, "--comment", comment],
    )?;
    Ok(())
}

fn sync(demo: &Demo<'_>) -> Result<(), Trouble> {
    demo.laptop.tell(FACILITATOR, &["sync"]).map(|_| ())
}

/// Opens the window and waits for its end; tells when the centre ends before it.
fn watch(programs: &Programs, demo: &mut Demo<'_>) -> Result<(), Trouble> {
    let mut app = Child::start("the app", &mut programs.app(&demo.laptop.folder))?;
    let mut told = false;
    loop {
        if let Some(status) = app.ended()? {
            return match status.success() {
                true => Ok(()),
                false => Err(crate::children::failed("the app", status, "")),
            };
        }
        if !told && !demo.serving.runs()? {
            say!("The centre has ended; the app goes on without it. See target/demo/centre.log.");
            told = true;
        }
        go_on()?;
        thread::sleep(Duration::from_millis(100));
    }
}
