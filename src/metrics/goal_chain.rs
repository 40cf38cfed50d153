//! From the quota to the leads it takes. Fractions are kept through the chain and rounded up only where people are counted.

use crate::{agreement::GoalChainInputs, report::GoalChain};

pub fn goal_chain(inputs: &GoalChainInputs) -> GoalChain {
    let divided = |amount: Option<f64>, by: Option<f64>| match (amount, by) {
        (Some(amount), Some(by)) if by > 0.0 => Some(amount / by).filter(|result| result.is_finite()),
        _ => None,
    };
    let marketing = inputs.quota.zip(inputs.marketing_share).map(|(quota, share)| quota * share);
    let customers = divided(marketing, inputs.average_deal);
    let leads = divided(customers, inputs.lead_to_customer_rate);
    GoalChain {
        revenue_goal: inputs.quota,
        marketing_revenue_goal: marketing,
        customers_needed_exact: customers,
        customers_needed: customers.map(whole),
        leads_needed_exact: leads,
        leads_needed: leads.map(whole),
    }
}

/// Rounds up, but not for the last bits of a binary fraction: 40.000000000000007 customers are 40.
fn whole(exact: f64) -> u64 {
    (exact * (1.0 - 1e-12)).ceil().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inputs: [f64; 4], marketing: f64, customers: (f64, u64), leads: (f64, u64)) {
        let [quota, share, deal, rate] = inputs.map(Some);
        let chain = goal_chain(&GoalChainInputs {
            quota,
            marketing_share: share,
            average_deal: deal,
            lead_to_customer_rate: rate,
            ..GoalChainInputs::default()
        });
        let close = |got: Option<f64>, expected: f64| assert!((got.unwrap() - expected).abs() < 1e-6, "{got:?} {expected}");
        close(chain.marketing_revenue_goal, marketing);
        close(chain.customers_needed_exact, customers.0);
        close(chain.leads_needed_exact, leads.0);
        assert_eq!((chain.customers_needed, chain.leads_needed), (Some(customers.1), Some(leads.1)));
    }

    #[test]
    fn reference_examples_1_and_2() {
        check([1_000_000.0, 0.40, 10_000.0, 0.02], 400_000.0, (40.0, 40), (2_000.0, 2_000));
        check([500_000.0, 0.33, 7_000.0, 0.015], 165_000.0, (23.571_428_571, 24), (1_571.428_571_428, 1_572));
    }

    #[test]
    fn a_zero_divisor_or_a_missing_input_leaves_the_rest_undefined() {
        let inputs = GoalChainInputs {
            quota: Some(1e6),
            marketing_share: Some(0.4),
            average_deal: Some(0.0),
            lead_to_customer_rate: Some(0.1),
            ..GoalChainInputs::default()
        };
        let chain = goal_chain(&inputs);
        assert_eq!(chain.marketing_revenue_goal, Some(400_000.0));
        assert_eq!((chain.customers_needed, chain.leads_needed), (None, None));
        let chain = goal_chain(&GoalChainInputs { average_deal: Some(10.0), lead_to_customer_rate: Some(0.0), ..inputs });
        assert_eq!((chain.customers_needed, chain.leads_needed), (Some(40_000), None));
        assert_eq!(goal_chain(&GoalChainInputs::default()), GoalChain::default());
    }
}
