//! ARNs and the credential scope of SigV4.
