//! How far apart two colours look, to people who see all colours and to those who do not.

use guichet::config::theme::Rgb;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vision {
    /// All colours.
    Full,
    /// No red cones.
    Protanopia,
    /// No green cones.
    Deuteranopia,
}

impl Vision {
    pub const ALL: [Self; 3] = [Self::Full, Self::Protanopia, Self::Deuteranopia];

    /// Machado, Oliveira and Fernandes (2009), severity 1, on linear light.
    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Full => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        }
    }
}

fn times(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// Light of a screen, from 0 to 1.
fn linear((red, green, blue): Rgb) -> [f64; 3] {
    [red, green, blue].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

/// CIELAB, with the white of sRGB.
fn lab(light: [f64; 3]) -> [f64; 3] {
    const XYZ: [[f64; 3]; 3] = [
        [0.412_456_4, 0.357_576_1, 0.180_437_5],
        [0.212_672_9, 0.715_152_2, 0.072_175_0],
        [0.019_333_9, 0.119_192_0, 0.950_304_1],
    ];
    let [x, y, z] = times(XYZ, light);
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The distance between two colours in CIELAB, as that vision has them.
pub fn distance(one: Rgb, other: Rgb, vision: Vision) -> f64 {
    let seen = |colour| lab(times(vision.matrix(), linear(colour)).map(|light| light.clamp(0.0, 1.0)));
    seen(one).iter().zip(seen(other)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn red_and_green_are_far_apart_only_to_those_who_see_them() {
    let (red, green) = ((200, 60, 60), (95, 130, 50));
    assert!(distance(red, green, Vision::Full) > 70.0);
    assert!(distance(red, green, Vision::Deuteranopia) < 15.0);
    assert!((distance((0, 0, 0), (255, 255, 255), Vision::Full) - 100.0).abs() < 0.1);
}
