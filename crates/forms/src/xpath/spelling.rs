//! Tokens as a person wrote them, for messages.

use super::lexer::Token;

/// The token in quotes.
pub(super) fn spell(token: &Token) -> String {
    let word = match token {
        Token::Number(number) => number.to_string(),
        Token::Text(text) => format!("'{text}'"),
        Token::Name(None, name) => name.clone(),
        Token::Name(Some(prefix), name) => format!("{prefix}:{name}"),
        Token::AnyOf(prefix) => format!("{prefix}:*"),
        Token::Axis(name) => format!("{name}::"),
        Token::Reference(name) => format!("${{{name}}}"),
        Token::Op(op) => op.as_str().to_owned(),
        Token::Star => "*".to_owned(),
        Token::Slash => "/".to_owned(),
        Token::DoubleSlash => "//".to_owned(),
        Token::Dot => ".".to_owned(),
        Token::DoubleDot => "..".to_owned(),
        Token::At => "@".to_owned(),
        Token::Comma => ",".to_owned(),
        Token::Open => "(".to_owned(),
        Token::Close => ")".to_owned(),
        Token::OpenBracket => "[".to_owned(),
        Token::CloseBracket => "]".to_owned(),
        Token::Dollar => "$".to_owned(),
    };
    format!("\"{word}\"")
}
