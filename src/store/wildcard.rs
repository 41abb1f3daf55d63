//! Wildcarded public identities (TS 23.003 §13.4A, §13.5): between the first and the last exclamation mark stands an extended regular
//! expression, the rest is literal.

use regex_lite::Regex;

/// One wildcarded identity, ready to match.
#[derive(Debug)]
pub(super) struct Wildcard {
    prefix: Box<str>,
    suffix: Box<str>,
    variable: Regex,
}

impl Wildcard {
    /// True if `identity` is wildcarded.
    pub(super) fn is(identity: &str) -> bool {
        identity.bytes().filter(|byte| *byte == b'!').count() >= 2
    }

    /// Reads a wildcarded identity; the error says what is wrong with its expression.
    pub(super) fn parse(identity: &str) -> Result<Self, String> {
        let parts =
            identity.split_once('!').and_then(|(prefix, rest)| Some((prefix, rest.rsplit_once('!')?)));
        let Some((prefix, (expression, suffix))) = parts else {
            return Err("it has no expression between exclamation marks".into());
        };
        let variable = Regex::new(&format!("^(?:{expression})$")).map_err(|error| error.to_string())?;
        Ok(Self { prefix: prefix.into(), suffix: suffix.into(), variable })
    }

    /// How many octets of an identity are fixed at its beginning: the more, the closer the match.
    pub(super) fn closeness(&self) -> (usize, usize) {
        (self.prefix.len(), self.suffix.len())
    }

    /// True if `identity` is one of those meant.
    pub(super) fn matches(&self, identity: &str) -> bool {
        identity
            .strip_prefix(&*self.prefix)
            .and_then(|rest| rest.strip_suffix(&*self.suffix))
            .is_some_and(|variable| self.variable.is_match(variable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of TS 23.003 §13.5, and what an operator gets wrong.
    #[test]
    fn matches_the_variable_part_as_a_whole() {
        let chat = Wildcard::parse("sip:chatlist!.*!@example.com").unwrap();
        assert!(chat.matches("sip:chatlist1@example.com"));
        assert!(chat.matches("sip:chatlist@example.com"));
        assert!(!chat.matches("sip:chatlist1@example.org"));
        assert!(!chat.matches("sip:chat@example.com"));
        let digits = Wildcard::parse("tel:+8610![0-9]{2,4}!").unwrap();
        assert!(digits.matches("tel:+861012"));
        assert!(!digits.matches("tel:+86101"));
        assert!(!digits.matches("tel:+8610123456"));
        let either = Wildcard::parse("sip:!a|b!@example.com").unwrap();
        assert!(either.matches("sip:b@example.com") && !either.matches("sip:ab@example.com"));
    }

    #[test]
    fn prefix_and_suffix_do_not_overlap() {
        assert!(!Wildcard::parse("sip:aa!.*!aa").unwrap().matches("sip:aaa"));
    }

    #[test]
    fn a_bad_expression_is_told() {
        assert!(Wildcard::parse("sip:x!(!@example.com").is_err());
        assert!(Wildcard::parse("sip:x@example.com").is_err());
    }
}
