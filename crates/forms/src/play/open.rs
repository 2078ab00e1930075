//! From a request to a form that is being filled.

use std::sync::Arc;

use serde_json::Value;

use super::PlayFacts;
use super::script::Play;
use crate::{Filling, Form, Known, Media, Moment, Severity, read_form};

/// A form with its files.
pub(super) struct Loaded {
    form: Arc<Form>,
    media: Media,
}

/// Loads the form of a request and its files.
pub(super) fn load(request: &Value, facts: &PlayFacts) -> Result<Loaded, String> {
    if !request.is_object() {
        return Err("a request is a JSON object".to_owned());
    }
    let (form, findings) = match (request.get("xml"), &facts.form) {
        (Some(Value::String(xml)), _) => read_form("form.xml", xml.as_bytes()),
        (Some(_), _) => return Err("`xml` is the text of an XForm".to_owned()),
        (None, Some((name, bytes))) => read_form(name, bytes),
        (None, None) => return Err("the request names no form: give `xml`".to_owned()),
    };
    let Some(form) = form else {
        let errors = findings
            .iter()
            .filter(|one| one.severity == Severity::Error);
        let errors: Vec<String> = errors.map(ToString::to_string).collect();
        return Err(errors.join("\n"));
    };
    let mut media = Media::new();
    for (name, bytes) in &facts.files {
        media.add(name, bytes);
    }
    if let Some(inline) = request.get("media_inline").and_then(Value::as_object) {
        for (address, file) in inline {
            let text = file.get("text").unwrap_or(file);
            let text = text
                .as_str()
                .ok_or_else(|| format!("`media_inline` of {address} is no text"))?;
            let name = address.rsplit('/').next().unwrap_or(address);
            media.add(name, text.as_bytes());
        }
    }
    if request.get("missing").and_then(Value::as_str) == Some("error")
        && let Some(missing) = media.missing(&form).first()
    {
        return Err(missing.to_string());
    }
    Ok(Loaded {
        form: Arc::new(form),
        media,
    })
}

/// Begins a new record, or goes on with the one that the request holds.
pub(super) fn begin(loaded: Loaded, request: &Value, facts: &PlayFacts) -> Result<Play, String> {
    let Loaded { form, media } = loaded;
    let (moment, known) = told(facts, request);
    let filling = match request.get("instance") {
        None | Some(Value::Null) => Filling::start_knowing(form, &media, &known, &moment),
        Some(Value::String(xml)) => {
            let restored = Filling::restore(form, &media, &known, (xml, "play"), &moment);
            restored.map_err(|error| error.to_string())?.0
        }
        Some(_) => return Err("`instance` is the text of a submission".to_owned()),
    };
    Ok(Play::new(filling, moment))
}

/// The moment and the facts beside it; a request that has `preload` tells all of them.
fn told(facts: &PlayFacts, request: &Value) -> (Moment, Known) {
    let mut moment = facts.moment.clone();
    let mut known = facts.known.clone();
    if let Some(preload) = request.get("preload").filter(|told| told.is_object()) {
        let told = |name: &str| preload.get(name).and_then(Value::as_str);
        let told = |name: &str| told(name).unwrap_or_default().to_owned();
        moment.username = told("username");
        moment.device = told("deviceID");
        known.email = told("email");
        known.phone = told("phoneNumber");
    }
    if let Some(position) = request.get("location").and_then(Value::as_str) {
        position.clone_into(&mut known.position);
    }
    (moment, known)
}
