//! Commands about invitations.

use std::path::Path;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::accounts::{listed, scope_of, when};
use super::args;
use super::fault::Fault;
use super::qr;
use super::{Said, open};
use crate::centre::{Home, Invite};
use crate::ledger::{Guest, LedgerError, PassCard};

/// How many signs of a name the list shows: enough to tell invitations apart.
const NAME_SIGNS: usize = 12;

pub(super) fn invite(home: &Home, invite: &args::Invite) -> Result<Said, Fault> {
    let centre = open(home)?;
    let guest = guest(invite)?;
    let invitation = centre.invite(&Invite {
        guest,
        days: invite.days,
        url: invite.url.clone(),
    })?;
    let line = invitation.to_string();
    if let Some(path) = &invite.qr {
        let drawn = qr::svg(&line).ok_or_else(|| {
            Fault::refused(
                "qr",
                "the invitation is too long for a QR code: leave --qr out",
            )
        })?;
        write_private(path, &drawn).map_err(|error| Fault::file("write", path, &error))?;
    }
    let text = match &invite.out {
        None => line.clone(),
        Some(path) => {
            write_private(path, &line).map_err(|error| Fault::file("write", path, &error))?;
            format!(
                "The invitation is in {}. It works once; hand it over safely.",
                path.display()
            )
        }
    };
    let json = json!({
        "invitation": line,
        "url": invitation.url,
        "person": invitation.person,
        "role": invitation.role,
        "teams": invitation.teams,
        "expires_ms": invitation.expires_ms,
    });
    Ok(Said::new(text, json))
}

fn guest(invite: &args::Invite) -> Result<Guest, Fault> {
    if let Some(id) = invite.person_id {
        return Ok(Guest::Known(id));
    }
    let (Some(name), Some(role)) = (&invite.person, invite.role) else {
        return Err(Fault::misused(
            "say who is invited: --person NAME --role ROLE, or --person-id ID",
        ));
    };
    let scope = scope_of(invite.all_teams, &invite.team)
        .ok_or_else(|| Fault::misused("say which teams: --team CODE[,CODE] or --all-teams"))?;
    Ok(Guest::New {
        name: name.trim().to_owned(),
        role: role.code().to_owned(),
        scope,
    })
}

fn write_private(path: &Path, line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(path)?;
    writeln!(out, "{line}")?;
    out.sync_all()
}

pub(super) fn invitation(home: &Home, invitation: args::Invitation) -> Result<Said, Fault> {
    let centre = open(home)?;
    let passes = centre.passes()?;
    match invitation {
        args::Invitation::List => {
            let now = centre.now_ms();
            let lines = passes.iter().map(|pass| line(pass, now)).collect();
            let json: Vec<Value> = passes.iter().map(|pass| card(pass, now)).collect();
            Ok(listed(
                lines,
                "Nobody was invited yet.",
                json!({ "invitations": json }),
            ))
        }
        args::Invitation::Withdraw { id } => {
            let mut meant = passes.iter().filter(|pass| name(pass).starts_with(&id));
            let pass = match (meant.next(), meant.next()) {
                (Some(pass), None) if !id.is_empty() => pass,
                (None, _) => return Err(LedgerError::NoInvitation.into()),
                (Some(_), _) => {
                    return Err(Fault::misused("more than one invitation begins like that"));
                }
            };
            centre.withdraw(&pass.secret_hash)?;
            let text = "The invitation is taken back: it lets nobody in.";
            Ok(Said::new(
                text,
                json!({ "invitation": name(pass), "state": "withdrawn" }),
            ))
        }
    }
}

/// What an invitation is called in lists: the hash of its secret, which opens nothing.
fn name(pass: &PassCard) -> String {
    HEXLOWER.encode(&pass.secret_hash)
}

fn state(pass: &PassCard, now_ms: u64) -> &'static str {
    match pass {
        PassCard { used: true, .. } => "used",
        PassCard {
            withdrawn: true, ..
        } => "withdrawn",
        PassCard { expires_ms, .. } if *expires_ms <= now_ms => "expired",
        PassCard { .. } => "open",
    }
}

fn line(pass: &PassCard, now_ms: u64) -> String {
    let id: String = name(pass).chars().take(NAME_SIGNS).collect();
    format!(
        "{id}\t{}\t{}\t{}\tuntil {}\t{}\n",
        state(pass, now_ms),
        pass.role,
        pass.scope.codes().join(","),
        when(pass.expires_ms),
        pass.name
    )
}

fn card(pass: &PassCard, now_ms: u64) -> Value {
    json!({
        "id": name(pass), "state": state(pass, now_ms), "person": pass.person, "name": pass.name,
        "role": pass.role, "teams": pass.scope.codes(), "expires_ms": pass.expires_ms,
    })
}
