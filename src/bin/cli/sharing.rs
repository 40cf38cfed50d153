//! What of a board may leave, as options: from which size of groups on, and by what a reader can narrow it.

use clap::Args;
use handoff::{
    leads::Dimension,
    share::{ShareChoice, may_be_named},
};

use super::Failure;

/// For no slices at all.
const NONE: &str = "none";

#[derive(Args)]
pub struct SharingArgs {
    /// On a shared board: withhold groups of fewer leads; 1 withholds none
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    least_group: u32,
    /// On a shared board: what its reader can narrow it by, e.g. campaign; may be given again; none for nothing
    #[arg(long, value_name = "FIELD", default_value = "source")]
    slice: Vec<String>,
}

pub fn choice(args: &SharingArgs) -> Result<ShareChoice, Failure> {
    let mut slice_by = Vec::new();
    for text in &args.slice {
        let name = text.trim().to_lowercase();
        if name == NONE {
            continue;
        }
        let known = Dimension::ALL.into_iter().filter(|dimension| may_be_named(*dimension));
        let Some(dimension) = known.clone().find(|dimension| dimension.name() == name) else {
            let names: Vec<&str> = known.map(Dimension::name).chain([NONE]).collect();
            let what = if Dimension::ALL.into_iter().any(|dimension| dimension.name() == name) {
                "a shared board names none of its values"
            } else {
                "there is no such field"
            };
            return Err(Failure::new(format!("--slice {text}"), what, format!("give one of {}", names.join(", "))));
        };
        if !slice_by.contains(&dimension) {
            slice_by.push(dimension);
        }
    }
    Ok(ShareChoice { least_group: args.least_group, slice_by, ..ShareChoice::default() })
}
