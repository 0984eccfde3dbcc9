//! GF(2⁸) modulo x⁸ + x⁴ + x³ + x + 1, the field of AES ([FIPS 197 §4](https://doi.org/10.6028/NIST.FIPS.197-upd1)).
//!
//! No tables and no branches: neither time nor cache lines depend on the bytes of a secret.

use zeroize::Zeroizing;

/// 32 polynomials side by side, one for each byte of a key, at the point `x`. Coefficients from the lowest power up.
pub(super) fn evaluate(coefficients: &[Zeroizing<[u8; 32]>], x: u8) -> Zeroizing<[u8; 32]> {
    let mut sum = Zeroizing::new([0; 32]);
    for coefficient in coefficients.iter().rev() {
        for (sum, coefficient) in sum.iter_mut().zip(coefficient.iter()) {
            *sum = times(*sum, x) ^ coefficient;
        }
    }
    sum
}

/// The value at 0 of the polynomials of least degree through these points (Lagrange). The points are distinct.
pub(super) fn at_zero(points: &[(u8, &[u8; 32])]) -> Zeroizing<[u8; 32]> {
    let mut sum = Zeroizing::new([0; 32]);
    for (x, value) in points {
        let others = points.iter().map(|(other, _)| other).filter(|other| *other != x);
        let weight = others.fold(1, |weight, other| times(weight, times(*other, inverse(other ^ x))));
        for (sum, value) in sum.iter_mut().zip(value.iter()) {
            *sum ^= times(weight, *value);
        }
    }
    sum
}

/// The product: `left` shifted by each bit of `right`, kept where that bit is set, and reduced as it grows.
fn times(mut left: u8, right: u8) -> u8 {
    let mut product = 0;
    for bit in 0..8 {
        product ^= left & mask(right >> bit);
        left = (left << 1) ^ (0x1b & mask(left >> 7));
    }
    product
}

/// All ones if the lowest bit is set, else zero.
fn mask(bit: u8) -> u8 {
    std::hint::black_box(bit & 1).wrapping_neg()
}

/// The inverse, by Fermat: x²⁵⁴. Zero gives zero.
fn inverse(x: u8) -> u8 {
    let mut power = 1;
    // 254 is 1111 1110 in binary.
    for _ in 0..7 {
        power = times(times(power, power), x);
    }
    times(power, power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_those_of_the_standard() {
        // FIPS 197 §4.2 and §4.2.1.
        assert_eq!(times(0x57, 0x83), 0xc1);
        assert_eq!(times(0x57, 0x13), 0xfe);
        assert_eq!([0x02, 0x04, 0x08, 0x10].map(|by| times(0x57, by)), [0xae, 0x47, 0x8e, 0x07]);
    }

    #[test]
    fn every_element_but_zero_has_an_inverse() {
        assert!((1..=255).all(|x| times(x, inverse(x)) == 1));
        assert_eq!(inverse(0), 0);
    }

    #[test]
    fn products_distribute_over_sums() {
        for (a, b) in (0..=255).flat_map(|a| (0..=255).map(move |b| (a, b))) {
            assert_eq!(times(a, b), times(b, a));
            assert_eq!(times(a ^ 0x35, b), times(a, b) ^ times(0x35, b));
        }
    }
}
