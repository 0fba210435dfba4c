//! Names, numbers, partitions, attributes and tags of all resources; knows no service.
