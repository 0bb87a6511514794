//! One sort for everything that is put in order outside a run: a sort per type would weigh more than it saves.

/// The places of some keys from the least to the greatest; equal ones keep their order. Merging from the bottom up.
pub fn order(keys: impl IntoIterator<Item = u64>) -> Vec<usize> {
    let keyed: Vec<(u64, usize)> = keys.into_iter().zip(0..).collect();
    merged(keyed).into_iter().map(|(_, place)| place).collect()
}

fn merged(mut keyed: Vec<(u64, usize)>) -> Vec<(u64, usize)> {
    let count = keyed.len();
    let mut other = keyed.clone();
    let mut run = 1;
    while run < count {
        for start in (0..count).step_by(2 * run) {
            let (middle, end) = ((start + run).min(count), (start + 2 * run).min(count));
            let (mut left, mut right) = (start, middle);
            for slot in &mut other[start..end] {
                let is_left = right == end || left < middle && keyed[left].0 <= keyed[right].0;
                let next = if is_left { &mut left } else { &mut right };
                *slot = keyed[*next];
                *next += 1;
            }
        }
        std::mem::swap(&mut keyed, &mut other);
        run *= 2;
    }
    keyed
}

/// A key that orders as the number does, negative ones first.
pub fn number_key(number: f64) -> u64 {
    let bits = number.to_bits();
    if number.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

/// A key that orders as the integer does, negative ones first.
pub fn integer_key(integer: i64) -> u64 {
    integer as u64 ^ 1 << 63
}

#[cfg(test)]
mod tests {
    use super::{integer_key, number_key, order};

    #[test]
    fn an_order_is_that_of_a_stable_sort() {
        let mut state = 1_u64;
        for count in 0..200 {
            let mut keys = Vec::new();
            for _ in 0..count {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                keys.push(state >> 59);
            }
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(|&place| keys[place]);
            assert_eq!(order(keys), expected);
        }
    }

    #[test]
    fn keys_order_as_what_they_stand_for() {
        let numbers = [f64::NEG_INFINITY, -2.5, -1.0, 0.0, 1e-300, 1.0, 3.0, f64::INFINITY];
        assert!(numbers.map(number_key).is_sorted());
        assert!([i64::MIN, -5, 0, 7, i64::MAX].map(integer_key).is_sorted());
    }
}
