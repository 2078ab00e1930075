//! The signs of a position: digits of several scripts, marks, letters, and what a comma means.

use super::TEXT_MAX;
use super::refusal::{Refusal, Why};

/// First digits of the scripts that people write figures in: Khmer, Thai, Lao, Burmese, full width.
const ZEROS: [char; 5] = ['០', '๐', '໐', '၀', '０'];

/// Words of Khmer, the longer first, and what they say.
const KHMER: [(&str, &str); 11] = [
    ("ខាងជើង", " N "),
    ("ខាងត្បូង", " S "),
    ("ខាងកើត", " E "),
    ("ខាងលិច", " W "),
    ("រយៈទទឹង", " LAT "),
    ("រយៈបណ្តោយ", " LON "),
    ("តំបន់", " ZONE "),
    ("ជើង", " N "),
    ("ត្បូង", " S "),
    ("កើត", " E "),
    ("លិច", " W "),
];

/// A sign or word of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Digits, with the points and commas inside them.
    Run { text: String, minus: bool },
    /// Letters, in capitals.
    Word(String),
    /// A mark after a figure.
    Mark(Mark),
    /// Something between two parts.
    Break,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Degrees,
    Minutes,
    Seconds,
}

/// A sign or word, with figures as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Number(Number),
    Word(String),
    Mark(Mark),
    Break,
}

/// A figure as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Without its sign.
    pub(super) value: f64,
    pub(super) minus: bool,
    pub(super) decimals: i32,
    pub(super) text: String,
}

/// Returns the text with one sign for each meaning.
pub(super) fn clean(text: &str) -> String {
    let mut plain: String = text.chars().filter_map(sign).collect();
    for (khmer, said) in KHMER {
        plain = plain.replace(khmer, said);
    }
    let plain = plain.to_uppercase().replace("''", "\"");
    plain.replace("WGS84", " ").replace("WGS 84", " ")
}

fn sign(sign: char) -> Option<char> {
    let digit = ZEROS.iter().find_map(|zero| {
        let value = u32::from(sign).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    });
    if digit.is_some() {
        return digit;
    }
    Some(match sign {
        // Marks without width, and marks of direction.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => return None,
        'º' | '˚' | 'ᵒ' => '°',
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' => '\'',
        '″' | '”' | '“' | 'ʺ' => '"',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '，' | '،' => ',',
        '．' => '.',
        '|' | '/' | '\n' | '\r' => ';',
        '(' | ')' | '[' | ']' | '{' | '}' | ':' | '=' | '+' => ' ',
        sign if sign.is_whitespace() => ' ',
        sign => sign,
    })
}

/// Returns the signs and words of a cleaned text in order.
pub(super) fn tokens(clean: &str) -> Result<Vec<Token>, Refusal> {
    let mut tokens = Vec::new();
    let mut rest = clean.chars().peekable();
    let mut minus = false;
    let mut before = ' ';
    while let Some(sign) = rest.next() {
        match sign {
            '0'..='9' => {
                let mut text = String::from(sign);
                while let Some(next) = rest.peek().copied() {
                    let mut ahead = rest.clone();
                    ahead.next();
                    let joins =
                        matches!(next, '.' | ',') && ahead.peek().is_some_and(char::is_ascii_digit);
                    if !next.is_ascii_digit() && !joins {
                        break;
                    }
                    text.push(next);
                    rest.next();
                }
                tokens.push(Token::Run { text, minus });
                minus = false;
                before = '0';
                continue;
            }
            '-' => {
                // Between two digits it parts them, as between degrees and minutes; after a space and
                // before a digit it is a minus; between two spaces it parts the halves.
                let next = rest.peek().copied().unwrap_or(' ');
                let digit = next.is_ascii_digit();
                minus = digit && !before.is_ascii_digit();
                if next == ' ' && before == ' ' {
                    tokens.push(Token::Break);
                }
            }
            ' ' | '.' => {}
            ',' | ';' => tokens.push(Token::Break),
            '°' => tokens.push(Token::Mark(Mark::Degrees)),
            '\'' => tokens.push(Token::Mark(Mark::Minutes)),
            '"' => tokens.push(Token::Mark(Mark::Seconds)),
            letter if letter.is_alphabetic() => {
                let mut word = String::from(letter);
                while let Some(next) = rest.next_if(|it| it.is_alphabetic()) {
                    word.push(next);
                }
                tokens.push(word_token(word));
                before = 'A';
                continue;
            }
            other => return Err(Refusal::at(Why::Sign, other)),
        }
        before = sign;
    }
    Ok(tokens)
}

fn word_token(word: String) -> Token {
    match word.as_str() {
        "D" | "DEG" | "DEGREE" | "DEGREES" => Token::Mark(Mark::Degrees),
        "MIN" | "MINUTE" | "MINUTES" => Token::Mark(Mark::Minutes),
        "SEC" | "SECOND" | "SECONDS" => Token::Mark(Mark::Seconds),
        _ => Token::Word(word),
    }
}

/// What a comma inside a figure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comma {
    Decimal,
    Parts,
    Thousands,
}

/// Returns the items of a text for each thing that its commas may mean; where a figure
/// cannot be read so, the refusal stands in the place of the items.
pub(super) fn meanings(tokens: &[Token]) -> Vec<Result<Vec<Item>, Refusal>> {
    let runs: Vec<&str> = tokens.iter().filter_map(run).collect();
    if !runs.iter().any(|run| run.contains(',')) {
        return vec![items(tokens, Comma::Decimal)];
    }
    let mut ways: Vec<Result<Vec<Item>, Refusal>> = Vec::new();
    if let [only] = runs.as_slice() {
        for split in decimal_pairs(only) {
            ways.push(items(&resplit(tokens, &split), Comma::Decimal));
        }
    }
    for comma in [Comma::Decimal, Comma::Parts, Comma::Thousands] {
        // Commas that part figures do so everywhere: `13,10 103,20` is two figures and not four.
        if comma != Comma::Parts || runs.len() == 1 {
            ways.push(items(tokens, comma));
        }
    }
    ways
}

fn run(token: &Token) -> Option<&str> {
    match token {
        Token::Run { text, .. } => Some(text),
        Token::Word(_) | Token::Mark(_) | Token::Break => None,
    }
}

/// Where one run holds two figures with comma decimals: `13,1000,103,2000`, `13,1000,103`.
fn decimal_pairs(run: &str) -> Vec<[String; 2]> {
    let parts: Vec<&str> = run.split(',').collect();
    if run.contains('.') {
        return Vec::new();
    }
    let two = |a: &[&str], b: &[&str]| [a.join(","), b.join(",")];
    match parts.as_slice() {
        [a, b, c, d] => vec![two(&[a, b], &[c, d])],
        [a, b, c] => vec![two(&[a, b], &[c]), two(&[a], &[b, c])],
        _ => Vec::new(),
    }
}

fn resplit(tokens: &[Token], halves: &[String; 2]) -> Vec<Token> {
    let mut out = Vec::new();
    for token in tokens {
        match token {
            Token::Run { minus, .. } => {
                let [first, second] = halves.clone();
                out.push(Token::Run {
                    text: first,
                    minus: *minus,
                });
                out.push(Token::Break);
                out.push(Token::Run {
                    text: second,
                    minus: false,
                });
            }
            Token::Word(_) | Token::Mark(_) | Token::Break => out.push(token.clone()),
        }
    }
    out
}

fn items(tokens: &[Token], comma: Comma) -> Result<Vec<Item>, Refusal> {
    let mut items = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) => items.push(Item::Word(word.clone())),
            Token::Mark(mark) => items.push(Item::Mark(*mark)),
            Token::Break => items.push(Item::Break),
            Token::Run { text, minus } => {
                let parts: Vec<&str> = match comma {
                    Comma::Parts => text.split(',').collect(),
                    Comma::Decimal | Comma::Thousands => vec![text],
                };
                for (index, part) in parts.into_iter().enumerate() {
                    if index > 0 {
                        items.push(Item::Break);
                    }
                    items.push(Item::Number(number(part, *minus && index == 0, comma)?));
                }
            }
        }
    }
    Ok(items)
}

fn number(text: &str, minus: bool, comma: Comma) -> Result<Number, Refusal> {
    let refused = || Refusal::at(Why::Number, text);
    let commas = text.matches(',').count();
    let dots = text.matches('.').count();
    let plain = match (commas, dots) {
        (0, 0 | 1) => text.to_owned(),
        (0, _) => ungrouped(text, '.').ok_or_else(refused)?,
        (_, _) if comma == Comma::Thousands => {
            let (whole, tail) = text.split_once('.').unwrap_or((text, ""));
            let whole = ungrouped(whole, ',').ok_or_else(refused)?;
            if tail.is_empty() {
                whole
            } else {
                format!("{whole}.{tail}")
            }
        }
        (1, 0) => text.replace(',', "."),
        (1, _) => {
            let (whole, tail) = text.split_once(',').ok_or_else(refused)?;
            let whole = ungrouped(whole, '.').ok_or_else(refused)?;
            format!("{whole}.{tail}")
        }
        _ => return Err(refused()),
    };
    let decimals = plain.split_once('.').map_or(0, |(_, tail)| tail.len());
    let value: f64 = plain.parse().map_err(|_| refused())?;
    Ok(Number {
        value,
        minus,
        decimals: i32::try_from(decimals.min(TEXT_MAX)).unwrap_or(0),
        text: text.to_owned(),
    })
}

/// Takes the signs out between thousands, which are one to three digits and then three each.
fn ungrouped(text: &str, sign: char) -> Option<String> {
    let mut groups = text.split(sign);
    let first = groups.next()?;
    let digits = |text: &str| text.chars().all(|it| it.is_ascii_digit());
    let fits = (1..=3).contains(&first.len())
        && digits(first)
        && groups
            .clone()
            .all(|group| group.len() == 3 && digits(group));
    fits.then(|| text.replace(sign, ""))
}
