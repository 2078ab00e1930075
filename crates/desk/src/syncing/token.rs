//! The token by which the centre knows this laptop: another one each month, so that a copy of one that got away does not
//! open the door for long.

use data_encoding::BASE64URL_NOPAD;
use sync::{Renewal, Road};
use zeroize::Zeroizing;

use crate::Desk;
use crate::error::DeskError;
use crate::open::Open;

/// When the centre last took a token that this laptop drew; before the first, when that was first looked for.
const RENEWED: &str = "sync token renewed ms";
/// The token that the centre was asked to take, until it has said that it did.
const WANTED: &str = "sync token wanted";
/// The token that the last one took the place of.
const BEFORE: &str = "sync token before";
const AGE_MAX_MS: u64 = 30 * 24 * 60 * 60 * 1000;
/// What the laptop signs: these bytes, then the hash of the token.
const STATEMENT: &[u8] = b"sala token";

impl Desk {
    /// Asks the centre to know this laptop by another token when the one that it has is old, or when an answer to that
    /// was lost: before anything else, because the centre may know it by the new one already.
    pub(super) fn renew_token(&self, open: &Open, road: &mut dyn Road) -> Result<(), DeskError> {
        let Some(wanted) = self.token_wanted(open)? else {
            return Ok(());
        };
        if !road.renew(&wanted.renewal(open, None))? {
            return Ok(());
        }
        let held = self.token_held(open)?;
        let now = self.now().to_string();
        open.store.write(|writer| {
            writer.renew_token(wanted.text.as_bytes())?;
            writer.set_setting(BEFORE, held.as_ref().map(|held| held.text.as_str()))?;
            writer.set_setting(WANTED, None)?;
            writer.set_setting(RENEWED, Some(&now))
        })?;
        Ok(())
    }

    /// Has a centre that does not know this laptop's token know it again by the one of the time before; false when there
    /// is none. A centre that knows neither does not know this laptop, and that is the error.
    pub(super) fn show_token_before(
        &self,
        open: &Open,
        road: &mut dyn Road,
    ) -> Result<bool, DeskError> {
        let before = open.store.read(|reader| reader.setting(BEFORE))?;
        let (Some(before), Some(held)) = (before, self.token_held(open)?) else {
            return Ok(false);
        };
        Ok(road.renew(&held.renewal(open, Some(before)))?)
    }

    fn token_held(&self, open: &Open) -> Result<Option<Token>, DeskError> {
        let account = open.store.read(|reader| reader.account())?;
        let centre = account.and_then(|account| account.centre);
        let text = centre.and_then(|centre| String::from_utf8(centre.token.to_vec()).ok());
        Ok(text.and_then(Token::read))
    }

    /// The token to ask for: the same until the centre has taken it. It is durable before it is asked for.
    fn token_wanted(&self, open: &Open) -> Result<Option<Token>, DeskError> {
        let now = self.now();
        let (wanted, renewed) = open
            .store
            .read(|reader| Ok((reader.setting(WANTED)?, reader.setting(RENEWED)?)))?;
        if let Some(token) = wanted.and_then(Token::read) {
            return Ok(Some(token));
        }
        let renewed = renewed.and_then(|text| text.parse::<u64>().ok());
        match renewed {
            // Clocks of laptops go wrong by years, either way.
            Some(at) if now.abs_diff(at) > AGE_MAX_MS => {}
            Some(_recent) => return Ok(None),
            None => {
                let now = now.to_string();
                let begun =
                    |writer: &mut store::Writer<'_>| writer.set_setting(RENEWED, Some(&now));
                open.store.write(begun)?;
                return Ok(None);
            }
        }
        let token = Token::draw(|out| self.random().fill(out));
        open.store
            .write(|writer| writer.set_setting(WANTED, Some(&token.text)))?;
        Ok(Some(token))
    }
}

/// A token as the centre hashes it, and as it is shown.
struct Token {
    bytes: Zeroizing<[u8; 32]>,
    text: Zeroizing<String>,
}

impl Token {
    fn draw(random: impl FnOnce(&mut [u8])) -> Token {
        let mut bytes = Zeroizing::new([0; 32]);
        random(bytes.as_mut_slice());
        let text = Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_slice()));
        Token { bytes, text }
    }

    fn renewal(&self, open: &Open, before: Option<String>) -> Renewal {
        let token_hash = vault::token_hash(self.bytes.as_slice());
        let statement = [STATEMENT, token_hash.as_slice()].concat();
        Renewal {
            token: self.text.to_string(),
            token_hash,
            proof: open.device_key.sign(&statement),
            before,
        }
    }

    fn read(text: String) -> Option<Token> {
        let text = Zeroizing::new(text);
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?);
        let bytes = Zeroizing::new(bytes.as_slice().try_into().ok()?);
        Some(Token { bytes, text })
    }
}
