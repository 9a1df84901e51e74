//! The establishment: its centres and their circuits, its composantes and étapes, and the criteria that place them.

use chrono::{Datelike as _, NaiveDate};
use sqlx::postgres::PgConnection;

use super::catalogue::{CENTRES, COMPOSANTES, ETAPES};
use super::fields::{Field, Level};
use super::rng::{Rng, Weighted};
use super::rows::Rows;
use super::{Plan, SeedError};

/// A centre, as files need it.
#[derive(Clone, Debug)]
pub(super) struct Centre {
    pub(super) id: i32,
    pub(super) code: String,
    pub(super) circuit: Vec<(&'static str, Option<&'static str>)>,
    /// Its share of the files.
    pub(super) weight: f64,
    /// Its services and contacts are its own.
    pub(super) closed: bool,
}

/// An étape, as files need it.
#[derive(Clone, Debug)]
pub(super) struct Etape {
    pub(super) id: i32,
    /// Which étape of the catalogue it is, or is modelled on.
    spec: usize,
    pub(super) composante: usize,
    /// Index of the centre in charge.
    pub(super) centre: usize,
    pub(super) field: Field,
    pub(super) level: Level,
}

/// The internship of a programme (ELP).
pub(super) struct Element {
    pub(super) code: String,
    pub(super) label: &'static str,
    pub(super) ects: u8,
}

impl Etape {
    /// Its code.
    fn code(&self) -> String {
        let spec = ETAPES[self.spec].0;
        if self.centre < CENTRES.len() { spec.to_owned() } else { format!("{spec}{}", self.centre) }
    }

    /// The internship that its programme asks for.
    pub(super) fn element(&self) -> Element {
        let (label, ects) = match self.level {
            Level::Licence2 | Level::Licence3 | Level::Diploma => ("Stage de découverte", 3),
            Level::LicencePro => ("Stage de professionnalisation", 10),
            Level::But2 | Level::But3 => ("Stage en organisme", 12),
            Level::Master1 | Level::Engineer4 => ("Stage d'application", 6),
            Level::Master2 | Level::Engineer5 => ("Stage de fin d'études", 30),
        };
        Element { code: format!("{}S", self.code()), label, ects }
    }
}

/// The whole of it.
#[derive(Debug)]
pub(super) struct University {
    pub(super) centres: Vec<Centre>,
    pub(super) etapes: Vec<Etape>,
    pub(super) composantes: usize,
    /// First day of the first academic year.
    pub(super) first_day: NaiveDate,
    /// First civil year of the academic year that contains today.
    pub(super) this_year: i32,
    by_weight: Weighted,
}

/// First civil year of the academic year of a day.
pub(super) fn academic_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// First of September of a year.
pub(super) fn september(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(NaiveDate::MIN)
}

impl University {
    /// Decides it, without writing anything.
    pub(super) fn new(plan: &Plan, rng: &mut Rng) -> Self {
        let wanted = plan.centres.max(1) as usize;
        let mut centres: Vec<Centre> = CENTRES
            .iter()
            .take(wanted)
            .map(|spec| Centre {
                id: 0,
                code: spec.code.to_owned(),
                circuit: spec.steps.to_vec(),
                weight: spec.weight,
                closed: spec.closed,
            })
            .collect();
        for n in centres.len()..wanted {
            let model = &CENTRES[1 + n % 9];
            centres.push(Centre {
                id: 0,
                code: format!("{}{n:03}", model.code),
                circuit: model.steps.to_vec(),
                weight: 1.0,
                closed: false,
            });
        }
        if let Some(spread) = plan.centre_spread {
            // A geometric progression from the largest to the smallest, dealt in a shuffled order.
            let last = (centres.len() - 1).max(1) as f64;
            let mut weights: Vec<f64> =
                (0..centres.len()).map(|i| spread.powf(1.0 - i as f64 / last)).collect();
            for i in (1..weights.len()).rev() {
                weights.swap(i, rng.below(i + 1));
            }
            centres.iter_mut().zip(weights).for_each(|(centre, weight)| centre.weight = weight);
        }
        for (n, centre) in centres.iter_mut().enumerate() {
            centre.id = n as i32 + 1;
        }

        let known = centres.len();
        let mut etapes: Vec<Etape> = ETAPES
            .iter()
            .enumerate()
            .map(|(spec, e)| {
                let centre = Some(e.5.unwrap_or(COMPOSANTES[e.2].2)).filter(|&c| c < known).unwrap_or(0);
                Etape { id: 0, spec, composante: e.2, centre, field: e.3, level: e.4 }
            })
            .collect();
        // Beyond the catalogue, each centre is a site with three étapes of its own.
        for centre in CENTRES.len()..known {
            for k in 0..3 {
                let spec = (centre * 7 + k * 19) % ETAPES.len();
                let model = &ETAPES[spec];
                etapes.push(Etape {
                    id: 0,
                    spec,
                    composante: centre - 2,
                    centre,
                    field: model.3,
                    level: model.4,
                });
            }
        }
        for (n, etape) in etapes.iter_mut().enumerate() {
            etape.id = n as i32 + 1;
        }
        let mut shares = vec![0usize; known];
        etapes.iter().for_each(|e| shares[e.centre] += 1);
        let by_weight =
            Weighted::new(etapes.iter().map(|e| centres[e.centre].weight / shares[e.centre] as f64));
        let this_year = academic_year(plan.today);
        let first_day = september(this_year + 1 - plan.years.max(1) as i32);
        let composantes = COMPOSANTES.len() + known.saturating_sub(CENTRES.len());
        Self { centres, etapes, composantes, first_day, this_year, by_weight }
    }

    /// An étape, by the share of its centre.
    pub(super) fn draw(&self, rng: &mut Rng) -> usize {
        self.by_weight.draw(rng)
    }

    /// Writes it.
    pub(super) async fn load(&self, conn: &mut PgConnection) -> Result<(), SeedError> {
        sqlx::query(
            "insert into guichet.establishment (name, orphans_allowed) values ('Université Lamarck', true)
             on conflict (id) do update set name = excluded.name, orphans_allowed = excluded.orphans_allowed",
        )
        .execute(&mut *conn)
        .await?;
        let mut centres = Rows::new(
            "centre (id, code, name, level, mail, phone, address, postal_code, town, confidentiality, overlap_allowed, alert_days)",
        );
        let mut steps = Rows::new("centre_step (centre_id, kind, position, label)");
        for (n, centre) in self.centres.iter().enumerate() {
            let spec = CENTRES.get(n);
            let model = &CENTRES[1 + n % 9];
            let name = spec.map_or_else(|| format!("{}, site n° {n}", model.name), |s| s.name.to_owned());
            centres.show(centre.id).text(&centre.code).text(&name).text(spec.map_or("UFR", |s| s.level));
            centres.text(&format!("stages-{}@univ-lamarck.example", centre.code.to_lowercase()));
            centres.text(&format!("03 53 01 {:02} {:02}", 10 + n / 100, n % 100)).text("1 place Lamarck");
            centres.text("80000").text("AMIENS").text(if centre.closed { "closed" } else { "open" });
            centres.flag(n % 4 == 3).show(if n % 5 == 4 { 14 } else { 7 });
            centres.end();
            for (position, (kind, label)) in centre.circuit.iter().enumerate() {
                steps.show(centre.id).text(kind).show(position + 1).maybe(*label);
                steps.end();
            }
        }
        let mut composantes = Rows::new("composante (id, code, label)");
        let mut criteria = Rows::new("criterion (centre_id, etape_id, composante_id, valid_from)");
        for n in 0..self.composantes {
            let extra = self.centres.get(n + 2);
            match (COMPOSANTES.get(n), extra) {
                (Some((code, label, centre)), _) => {
                    composantes.show(n + 1).text(code).text(label);
                    if let Some(centre) = self.centres.get(*centre) {
                        criteria.show(centre.id).null().show(n + 1).text("-infinity");
                        criteria.end();
                    }
                }
                (None, Some(centre)) => {
                    composantes.show(n + 1).text(&centre.code).text(&format!("Composante {}", centre.code));
                    criteria.show(centre.id).null().show(n + 1).text("-infinity");
                    criteria.end();
                }
                (None, None) => continue,
            }
            composantes.end();
        }
        let mut etapes = Rows::new("etape (id, code, version, label, composante_id, diploma)");
        let mut elements = Rows::new("element (etape_id, code, label, ects)");
        for (n, etape) in self.etapes.iter().enumerate() {
            let site = etape.centre;
            let spec = &ETAPES[etape.spec];
            etapes.show(etape.id).text(&etape.code());
            if site < CENTRES.len() {
                etapes.text("101").text(spec.1);
            } else {
                etapes.show(201 + n % 3).text(&format!("{}, site n° {site}", spec.1));
            }
            let element = etape.element();
            elements.show(etape.id).text(&element.code).text(element.label).show(element.ects);
            elements.end();
            if n % 3 == 0 {
                elements.show(etape.id).text(&format!("{}F", etape.code())).text("Stage facultatif").show(0);
                elements.end();
            }
            etapes.show(etape.composante + 1).text(diploma(etape.level));
            etapes.end();
            let by_composante = COMPOSANTES.get(etape.composante).is_none_or(|c| c.2 == etape.centre);
            if !by_composante {
                criteria.show(self.centres[etape.centre].id).show(etape.id).null().text("-infinity");
                criteria.end();
            }
        }
        for rows in [&mut centres, &mut steps, &mut composantes, &mut etapes, &mut elements, &mut criteria] {
            rows.send(conn).await?;
        }
        Ok(())
    }
}

fn diploma(level: Level) -> &'static str {
    match level {
        Level::Licence2 | Level::Licence3 => "Licence",
        Level::LicencePro => "Licence professionnelle",
        Level::But2 | Level::But3 => "Bachelor universitaire de technologie",
        Level::Master1 | Level::Master2 => "Master",
        Level::Engineer4 | Level::Engineer5 => "Diplôme d'ingénieur",
        Level::Diploma => "Diplôme d'université",
    }
}
