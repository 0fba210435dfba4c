//! The 64 steps of a block, of all lanes.

use pulp::Simd;

/// The state that a message begins with.
pub(crate) const START: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// What the steps add: the first 32 bits behind the point of |sin(1)|, |sin(2)| and so on.
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// How a round mixes three words.
#[derive(Clone, Copy)]
enum Mix {
    F,
    G,
    H,
    I,
}

/// A round of 16 steps: how it mixes, how far its steps turn, and which word the nth step takes: `times × n + plus`.
struct Round {
    mix: Mix,
    turns: [u32; 4],
    times: usize,
    plus: usize,
}

const ROUNDS: [Round; 4] = [
    Round { mix: Mix::F, turns: [7, 12, 17, 22], times: 1, plus: 0 },
    Round { mix: Mix::G, turns: [5, 9, 14, 20], times: 5, plus: 1 },
    Round { mix: Mix::H, turns: [4, 11, 16, 23], times: 3, plus: 5 },
    Round { mix: Mix::I, turns: [6, 10, 15, 21], times: 7, plus: 0 },
];

#[inline(always)]
fn mixed<S: Simd>(simd: S, mix: Mix, [b, c, d]: [S::u32s; 3]) -> S::u32s {
    match mix {
        Mix::F => simd.xor_u32s(d, simd.and_u32s(b, simd.xor_u32s(c, d))),
        Mix::G => simd.xor_u32s(c, simd.and_u32s(d, simd.xor_u32s(b, c))),
        Mix::H => simd.xor_u32s(simd.xor_u32s(b, c), d),
        Mix::I => simd.xor_u32s(c, simd.or_u32s(b, simd.not_u32s(d))),
    }
}

#[inline(always)]
fn turned<S: Simd>(simd: S, words: S::u32s, by: u32) -> S::u32s {
    let left = simd.wrapping_dyn_shl_u32s(words, simd.splat_u32s(by));
    let right = simd.wrapping_dyn_shr_u32s(words, simd.splat_u32s(u32::BITS - by));
    simd.or_u32s(left, right)
}

/// Takes a block of each lane into the state.
#[inline(always)]
pub(crate) fn compress<S: Simd>(simd: S, state: &mut [S::u32s; 4], words: &[S::u32s; 16]) {
    let [mut a, mut b, mut c, mut d] = *state;
    for (round, sines) in ROUNDS.iter().zip(SINES.as_chunks::<16>().0) {
        for (n, sine) in sines.iter().enumerate() {
            let word = words[(round.times * n + round.plus) % 16];
            let added = simd.add_u32s(word, simd.splat_u32s(*sine));
            let sum = simd.add_u32s(simd.add_u32s(a, mixed(simd, round.mix, [b, c, d])), added);
            let next = simd.add_u32s(b, turned(simd, sum, round.turns[n % 4]));
            (a, b, c, d) = (d, next, b, c);
        }
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d]) {
        *word = simd.add_u32s(*word, new);
    }
}
