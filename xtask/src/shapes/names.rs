//! AWS's names as Rust spells them.

/// A member's field: `QueueOwnerAWSAccountId` is `queue_owner_aws_account_id`.
pub fn field(name: &str) -> String {
    let name = snake(name);
    match name.as_str() {
        "type" | "where" | "match" | "ref" | "use" | "final" | "override" => format!("r#{name}"),
        _ => name,
    }
}

/// A static's name: `QueueDoesNotExist` is `QUEUE_DOES_NOT_EXIST`.
pub fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}

/// Words begin at a capital after a small letter or digit, and at the last capital of a run before a small
/// letter. Units and plurals of acronyms are one word.
fn snake(name: &str) -> String {
    let name = name.replace("KiB", "Kib").replace("MiB", "Mib").replace("ARNs", "Arns");
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, letter) in letters.iter().enumerate() {
        let after_small = i > 0 && !letters[i - 1].is_uppercase();
        let before_small = letters.get(i + 1).is_some_and(|next| next.is_lowercase());
        if i > 0 && letter.is_uppercase() && (after_small || before_small) {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_units_are_words() {
        for (aws, rust) in [
            ("QueueOwnerAWSAccountId", "queue_owner_aws_account_id"),
            ("MD5OfMessageBody", "md5_of_message_body"),
            ("queueUrls", "queue_urls"),
            ("Type", "r#type"),
            ("MaxRecordSizeInKiB", "max_record_size_in_kib"),
            ("WarmThroughputMiBps", "warm_throughput_mibps"),
        ] {
            assert_eq!(field(aws), rust);
        }
        assert_eq!(constant("KMSOptInRequired"), "KMS_OPT_IN_REQUIRED");
    }
}
