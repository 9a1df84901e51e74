//! Public holidays, by place of work and for any year. The general list is article L3133-1 of
//! the Code du travail; L3134-13 adds two days in Alsace-Moselle, L3422-2 the abolition of slavery overseas, and the
//! collectivities of the Pacific their own.
//!
//! A calendar is proposed from the place; people choose another where a commune or a collective agreement differs (Good
//! Friday is a holiday only in those communes of Alsace-Moselle that have a Protestant church).

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::convention::coded;

coded! {
    /// Which public holidays hold at a place of work.
    Calendar {
        /// Metropolitan France.
        Metropolitan = "metropolitan",
        /// Bas-Rhin, Haut-Rhin, Moselle.
        AlsaceMoselle = "alsace-moselle",
        /// Guadeloupe.
        Guadeloupe = "guadeloupe",
        /// Martinique.
        Martinique = "martinique",
        /// Guyane.
        Guyane = "guyane",
        /// La Réunion.
        Reunion = "reunion",
        /// Mayotte.
        Mayotte = "mayotte",
        /// Saint-Barthélemy.
        SaintBarthelemy = "saint-barthelemy",
        /// Saint-Martin.
        SaintMartin = "saint-martin",
        /// Saint-Pierre-et-Miquelon.
        SaintPierreEtMiquelon = "saint-pierre-et-miquelon",
        /// Wallis-et-Futuna.
        WallisEtFutuna = "wallis-et-futuna",
        /// Polynésie française.
        Polynesie = "polynesie",
        /// Nouvelle-Calédonie.
        NouvelleCaledonie = "nouvelle-caledonie",
        /// No holidays: abroad.
        None = "none",
    }
}

coded! {
    /// What a public holiday celebrates.
    Feast {
        /// 1 January.
        NewYear = "new-year",
        /// 5 March: the arrival of the Gospel, in Polynésie.
        Gospel = "gospel",
        /// Friday before Easter.
        GoodFriday = "good-friday",
        /// Monday after Easter.
        EasterMonday = "easter-monday",
        /// 28 April: Saint Pierre Chanel, in Wallis-et-Futuna.
        Chanel = "chanel",
        /// 1 May.
        Labour = "labour",
        /// 8 May.
        Victory = "victory",
        /// Thursday, 39 days after Easter.
        Ascension = "ascension",
        /// Monday, 50 days after Easter.
        WhitMonday = "whit-monday",
        /// The abolition of slavery, each at its own date.
        Abolition = "abolition",
        /// 29 June, in Polynésie, until 2024.
        Autonomy = "autonomy",
        /// 14 July.
        National = "national",
        /// 21 July: Victor Schœlcher, in Guadeloupe and Martinique.
        Schoelcher = "schoelcher",
        /// 29 July: the Territory, in Wallis-et-Futuna.
        Territory = "territory",
        /// 15 August.
        Assumption = "assumption",
        /// 24 September: citizenship, in Nouvelle-Calédonie.
        Citizenship = "citizenship",
        /// 1 November.
        AllSaints = "all-saints",
        /// 11 November.
        Armistice = "armistice",
        /// 20 November, in Polynésie, from 2025.
        Matarii = "matarii",
        /// 25 December.
        Christmas = "christmas",
        /// 26 December, in Alsace-Moselle.
        SaintStephen = "saint-stephen",
    }
}

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// What it celebrates.
    pub feast: Feast,
}

/// The days of the general list that have a date of their own.
const FIXED: [(u32, u32, Feast); 8] = [
    (1, 1, Feast::NewYear),
    (5, 1, Feast::Labour),
    (5, 8, Feast::Victory),
    (7, 14, Feast::National),
    (8, 15, Feast::Assumption),
    (11, 1, Feast::AllSaints),
    (11, 11, Feast::Armistice),
    (12, 25, Feast::Christmas),
];

/// The days of the general list that follow Easter, by how many days.
const AFTER_EASTER: [(i64, Feast); 3] =
    [(1, Feast::EasterMonday), (39, Feast::Ascension), (50, Feast::WhitMonday)];

/// The year from which Saint-Martin keeps 28 May (circular of 2018): L3422-2 still printed 27 May, Guadeloupe's day.
const SAINT_MARTIN_OWN_DAY: i32 = 2018;

/// The year from which Polynésie keeps 20 November instead of 29 June.
const MATARII: i32 = 2025;

impl Calendar {
    /// The calendar of a place: by the country's ISO code, then by the postal code in France. Collectivities have an
    /// ISO code of their own too.
    pub fn proposed(country: &str, postal_code: Option<&str>) -> Self {
        match country {
            "FR" => Self::of_postal_code(postal_code.unwrap_or_default().trim()),
            "GP" => Self::Guadeloupe,
            "MQ" => Self::Martinique,
            "GF" => Self::Guyane,
            "RE" => Self::Reunion,
            "YT" => Self::Mayotte,
            "BL" => Self::SaintBarthelemy,
            "MF" => Self::SaintMartin,
            "PM" => Self::SaintPierreEtMiquelon,
            "WF" => Self::WallisEtFutuna,
            "PF" => Self::Polynesie,
            "NC" => Self::NouvelleCaledonie,
            _ => Self::None,
        }
    }

    fn of_postal_code(code: &str) -> Self {
        match (code, code.get(..2), code.get(..3)) {
            ("97133", ..) | (_, _, Some("977")) => Self::SaintBarthelemy,
            ("97150", ..) | (_, _, Some("978")) => Self::SaintMartin,
            (_, Some("57" | "67" | "68"), _) => Self::AlsaceMoselle,
            (_, _, Some("971")) => Self::Guadeloupe,
            (_, _, Some("972")) => Self::Martinique,
            (_, _, Some("973")) => Self::Guyane,
            (_, _, Some("974")) => Self::Reunion,
            (_, _, Some("975")) => Self::SaintPierreEtMiquelon,
            (_, _, Some("976")) => Self::Mayotte,
            (_, _, Some("986")) => Self::WallisEtFutuna,
            (_, _, Some("987")) => Self::Polynesie,
            (_, _, Some("988")) => Self::NouvelleCaledonie,
            _ => Self::Metropolitan,
        }
    }

    /// The public holidays of a civil year, in order.
    pub fn holidays(self, year: i32) -> Vec<Holiday> {
        let mut holidays = Vec::with_capacity(14);
        self.add_holidays(year, &mut holidays);
        holidays
    }

    /// Those of every civil year that a period touches, in order.
    pub fn holidays_between(self, from: NaiveDate, to: NaiveDate) -> Vec<Holiday> {
        let mut holidays = Vec::with_capacity(28);
        for year in from.year()..=to.year() {
            self.add_holidays(year, &mut holidays);
        }
        holidays
    }

    fn add_holidays(self, year: i32, out: &mut Vec<Holiday>) {
        if self == Self::None {
            return;
        }
        let first = out.len();
        let mut add = |day: Option<NaiveDate>, feast| out.extend(day.map(|day| Holiday { day, feast }));
        for (month, day, feast) in FIXED {
            add(NaiveDate::from_ymd_opt(year, month, day), feast);
        }
        let easter = easter(year);
        let after_easter = |days: i64| easter?.checked_add_signed(TimeDelta::days(days));
        for (days, feast) in AFTER_EASTER {
            add(after_easter(days), feast);
        }
        let mut own = |month, day, feast| add(NaiveDate::from_ymd_opt(year, month, day), feast);
        match self {
            Self::Metropolitan | Self::SaintPierreEtMiquelon | Self::None => {}
            Self::AlsaceMoselle => {
                own(12, 26, Feast::SaintStephen);
                add(after_easter(-2), Feast::GoodFriday);
            }
            Self::Guadeloupe => {
                own(5, 27, Feast::Abolition);
                own(7, 21, Feast::Schoelcher);
            }
            Self::Martinique => {
                own(5, 22, Feast::Abolition);
                own(7, 21, Feast::Schoelcher);
            }
            Self::Guyane => own(6, 10, Feast::Abolition),
            Self::Reunion => own(12, 20, Feast::Abolition),
            Self::Mayotte => own(4, 27, Feast::Abolition),
            Self::SaintBarthelemy => own(10, 9, Feast::Abolition),
            Self::SaintMartin => {
                own(5, if year >= SAINT_MARTIN_OWN_DAY { 28 } else { 27 }, Feast::Abolition);
            }
            Self::WallisEtFutuna => {
                own(4, 28, Feast::Chanel);
                own(7, 29, Feast::Territory);
            }
            Self::Polynesie => {
                own(3, 5, Feast::Gospel);
                if year >= MATARII {
                    own(11, 20, Feast::Matarii);
                } else {
                    own(6, 29, Feast::Autonomy);
                }
                add(after_easter(-2), Feast::GoodFriday);
            }
            Self::NouvelleCaledonie => own(9, 24, Feast::Citizenship),
        }
        let added = &mut out[first..];
        added.sort_unstable();
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher); none outside the years that dates can hold.
pub fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let from_march = u32::try_from(moon + sunday - 7 * late + 114).ok()?;
    NaiveDate::from_ymd_opt(year, from_march / 31, from_march % 31 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(calendar: Calendar, year: i32) -> Vec<String> {
        calendar.holidays(year).into_iter().map(|h| h.day.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn easter_is_where_the_tables_put_it() {
        let known = [
            (1900, "1900-04-15"),
            (1954, "1954-04-18"),
            (1981, "1981-04-19"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2016, "2016-03-27"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
            (2049, "2049-04-18"),
        ];
        for (year, date) in known {
            assert_eq!(easter(year), Some(day(date)), "{year}");
        }
        // Every Easter is a Sunday between 22 March and 25 April.
        for year in 1583..=4099 {
            let easter = easter(year).unwrap();
            assert_eq!(easter.weekday(), chrono::Weekday::Sun, "{year}");
            assert!((3, 22) <= (easter.month(), easter.day()), "{year}");
            assert!((easter.month(), easter.day()) <= (4, 25), "{year}");
        }
    }

    #[test]
    fn metropolitan_france_has_eleven_days() {
        assert_eq!(
            days(Calendar::Metropolitan, 2026),
            [
                "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11",
                "12-25"
            ]
        );
        assert_eq!(days(Calendar::SaintPierreEtMiquelon, 2026), days(Calendar::Metropolitan, 2026));
        assert_eq!(days(Calendar::None, 2026), [""; 0]);
    }

    #[test]
    fn each_place_adds_its_own_days() {
        let own = |calendar, year| {
            let general = days(Calendar::Metropolitan, year);
            days(calendar, year).into_iter().filter(|day| !general.contains(day)).collect::<Vec<_>>()
        };
        for (calendar, expected) in [
            (Calendar::AlsaceMoselle, vec!["04-03", "12-26"]),
            (Calendar::Guadeloupe, vec!["05-27", "07-21"]),
            (Calendar::Martinique, vec!["05-22", "07-21"]),
            (Calendar::Guyane, vec!["06-10"]),
            (Calendar::Reunion, vec!["12-20"]),
            (Calendar::Mayotte, vec!["04-27"]),
            (Calendar::SaintBarthelemy, vec!["10-09"]),
            (Calendar::SaintMartin, vec!["05-28"]),
            (Calendar::WallisEtFutuna, vec!["04-28", "07-29"]),
            (Calendar::Polynesie, vec!["03-05", "04-03", "11-20"]),
            (Calendar::NouvelleCaledonie, vec!["09-24"]),
        ] {
            assert_eq!(own(calendar, 2026), expected, "{calendar:?}");
        }
        assert_eq!(own(Calendar::SaintMartin, 2017), ["05-27"]);
        assert_eq!(own(Calendar::Polynesie, 2024), ["03-05", "03-29", "06-29"]);
        for calendar in Calendar::ALL {
            assert!(calendar.holidays(2026).is_sorted(), "{calendar:?}");
        }
    }

    #[test]
    fn every_year_touched_has_its_days() {
        let days = Calendar::Metropolitan.holidays_between(day("2025-12-01"), day("2027-01-31"));
        assert_eq!(days.len(), 33);
        assert!(days.is_sorted());
        // 1 and 8 May 2008: Ascension fell on the first.
        let twice = Calendar::Metropolitan.holidays(2008);
        assert_eq!(twice.iter().filter(|h| h.day == day("2008-05-01")).count(), 2);
    }

    #[test]
    fn the_place_of_work_proposes_the_calendar() {
        for (country, postal_code, expected) in [
            ("FR", Some("80000"), Calendar::Metropolitan),
            ("FR", Some("67000"), Calendar::AlsaceMoselle),
            ("FR", Some("57050"), Calendar::AlsaceMoselle),
            ("FR", Some("68100"), Calendar::AlsaceMoselle),
            ("FR", Some("20000"), Calendar::Metropolitan),
            ("FR", Some("97110"), Calendar::Guadeloupe),
            ("FR", Some("97133"), Calendar::SaintBarthelemy),
            ("FR", Some("97150"), Calendar::SaintMartin),
            ("FR", Some("97200"), Calendar::Martinique),
            ("FR", Some("97300"), Calendar::Guyane),
            ("FR", Some("97400"), Calendar::Reunion),
            ("FR", Some("97500"), Calendar::SaintPierreEtMiquelon),
            ("FR", Some("97600"), Calendar::Mayotte),
            ("FR", Some("98600"), Calendar::WallisEtFutuna),
            ("FR", Some("98713"), Calendar::Polynesie),
            ("FR", Some("98800"), Calendar::NouvelleCaledonie),
            ("FR", Some(""), Calendar::Metropolitan),
            ("FR", None, Calendar::Metropolitan),
            ("FR", Some("é7000"), Calendar::Metropolitan),
            ("RE", None, Calendar::Reunion),
            ("DE", Some("67000"), Calendar::None),
        ] {
            assert_eq!(Calendar::proposed(country, postal_code), expected, "{country} {postal_code:?}");
        }
    }
}
