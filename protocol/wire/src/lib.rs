//! One codec a protocol: awsJson, awsQuery.
