//! Which services there are, and which of their operations.

use std::collections::BTreeMap;

use millpond_api::Registered;
use millpond_shapes::ServiceInfo;
use millpond_wire::{ApiError, Call, framework};

use crate::state::State;

/// A service's model, its operations, and those that are missing with the reason.
type Service = (&'static ServiceInfo, Vec<Registered<State>>, &'static [(&'static str, &'static str)]);

/// Every service.
fn all() -> Vec<Service> {
    vec![
        (&millpond_shapes::sqs::SERVICE, millpond_sqs::operations(), millpond_sqs::NOT_YET),
        (&millpond_shapes::sts::SERVICE, millpond_sts::operations(), millpond_sts::NOT_YET),
    ]
}

/// See the module.
pub struct Services {
    /// Their models.
    pub models: Vec<&'static ServiceInfo>,
    operations: BTreeMap<(&'static str, &'static str), Known>,
}

/// What is known of an operation of AWS's.
pub enum Known {
    /// Millpond has it. The number counts all that it has.
    Here(Registered<State>, usize),
    /// Not yet, and why.
    NotYet(&'static str),
}

impl Services {
    /// All of them.
    pub fn new() -> Self {
        let mut operations = BTreeMap::new();
        let (mut models, mut count) = (Vec::new(), 0);
        for (model, here, not_yet) in all() {
            models.push(model);
            for registered in here {
                operations.insert((model.id, registered.name), Known::Here(registered, count));
                count += 1;
            }
            operations.extend(not_yet.iter().map(|(name, why)| ((model.id, *name), Known::NotYet(why))));
        }
        Services { models, operations }
    }

    /// The operation of a call.
    pub fn find(&self, call: &Call) -> Result<(&Registered<State>, usize), ApiError> {
        let name = call.operation.name;
        let shape = match call.service.id {
            "sqs" => &millpond_shapes::sqs::errors::UNSUPPORTED_OPERATION,
            _ => &framework::UNSUPPORTED_OPERATION,
        };
        match self.operations.get(&(call.service.id, name)) {
            Some(Known::Here(registered, number)) => Ok((registered, *number)),
            Some(Known::NotYet(why)) => {
                Err(ApiError::new(shape, format!("Millpond does not support {name} yet: {why}.")))
            }
            None => Err(ApiError::new(shape, format!("Millpond does not support {name} yet."))),
        }
    }

    /// Service id and name of every operation that is here, by number.
    pub fn names(&self) -> Vec<(&'static str, &'static str)> {
        let mut names: Vec<_> = self
            .operations
            .iter()
            .filter_map(
                |(name, known)| {
                    if let Known::Here(_, number) = known { Some((*number, *name)) } else { None }
                },
            )
            .collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// The coverage table of the README, printed from the lists.
    pub fn coverage(&self) -> String {
        let mut table = String::from("| service | operations | not yet |\n|---|---|---|\n");
        for model in &self.models {
            let of_service = |here: bool| {
                let names = self
                    .operations
                    .iter()
                    .filter(|((id, _), known)| *id == model.id && matches!(known, Known::Here(..)) == here);
                names.map(|((_, name), _)| *name).collect::<Vec<_>>()
            };
            let (here, not_yet) = (of_service(true), of_service(false));
            let total = model.operations.len();
            let (count, here, not_yet) = (here.len(), here.join(", "), not_yet.join(", "));
            table.push_str(&format!("| {} | {count} of {total}: {here} | {not_yet} |\n", model.sdk_id));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_models_is_here_or_stands_in_not_yet() {
        let services = Services::new();
        for model in &services.models {
            let of_model: Vec<_> = model.operations.iter().map(|operation| operation.name).collect();
            let listed: Vec<_> =
                services.operations.keys().filter(|(id, _)| *id == model.id).map(|(_, name)| *name).collect();
            assert_eq!(listed, of_model, "{}", model.id);
        }
    }
}
