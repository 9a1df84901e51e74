//! Asking Pégase about programmes: periods, objects, and which of them are internships. Only an object in full tells
//! that, so each is asked for.

use std::collections::HashSet;

use super::super::fault::Fault;
use super::answer::plan::Kind;
use super::client::{PegaseClient, Question};
use super::reply::{Page, broken};
use super::students::listed;
use super::together::together;
use super::{
    COURSES, Followed, Found, OBJECT, OBJECTS, Object, PERIODS, PLAN, Period, Plan, read_object,
    read_objects, read_periods, read_plan,
};
use crate::domain::student::enrolment::{
    Diploma, Enrolment, EnrolmentStatus, Enrolments, Etape, EtapeKey, InternshipElement, Programme,
};

/// Courses of a year at most: each is two questions, and no student follows half as many.
const MOST_COURSES: usize = 500;

/// A course that may be an internship.
struct Course<'a> {
    code: &'a str,
    etape: &'a EtapeKey,
    period: Option<&'a str>,
}

/// A diploma in a period, and who answers for it.
#[derive(Clone, Debug)]
pub(super) struct Formation {
    found: Found,
    period: String,
    composante: Option<String>,
}

impl PegaseClient {
    /// All periods.
    pub(super) async fn periods(&self) -> Result<Vec<Period>, Fault> {
        let question = Question {
            call: PERIODS,
            module: &self.modules.odf,
            path: &["etablissement", &self.settings.establishment, "espaces"],
            parameters: &[("type", "PERIODE")],
        };
        let asked =
            async { self.pages(question, self.settings.programme_page, read_periods).await.map(listed) };
        Ok(self.periods.get((), asked).await?.this().unwrap_or_default())
    }

    /// The periods of a year: there may be several.
    pub(super) async fn periods_of(&self, year: i32) -> Result<Vec<Period>, Fault> {
        let all = self.periods().await?;
        Ok(all.into_iter().filter(|period| period.year == Some(year)).collect())
    }

    async fn objects(&self, parameters: &[(&str, &str)]) -> Result<Vec<Found>, Fault> {
        let question = Question {
            call: OBJECTS,
            module: &self.modules.odf,
            path: &["etablissement", &self.settings.establishment, "objets-maquette"],
            parameters,
        };
        let read = |body: &[u8]| read_objects(body).map(|page: Page<Found>| page.map(Some));
        self.pages(question, self.settings.programme_page, read).await
    }

    /// The objects of exactly this code, in this period if one is named: what is looked for may stand in other codes.
    async fn named(&self, code: &str, period: Option<&str>) -> Result<Vec<Found>, Fault> {
        let mut parameters = vec![("r", code)];
        parameters.extend(period.map(|period| ("espace", period)));
        let all = self.objects(&parameters).await?;
        Ok(all.into_iter().filter(|found| found.code == code).collect())
    }

    async fn object(&self, id: &str) -> Result<Option<Object>, Fault> {
        let question = Question {
            call: OBJECT,
            module: &self.modules.odf,
            path: &["etablissement", &self.settings.establishment, "objets-maquette", id],
            parameters: &[],
        };
        self.ask(question).await?.map(|body| read_object(&body)).transpose()
    }

    async fn plan(&self, id: &str) -> Result<Option<Plan>, Fault> {
        let question = Question {
            call: PLAN,
            module: &self.modules.odf,
            path: &["etablissement", &self.settings.establishment, "maquette", id],
            parameters: &[],
        };
        self.ask(question).await?.map(|body| read_plan(&body)).transpose()
    }

    /// The object behind this, if it is an internship of this étape.
    async fn internship(
        &self,
        id: &str,
        etape: &EtapeKey,
        period: Option<&str>,
    ) -> Result<Option<InternshipElement>, Fault> {
        let object = self.object(id).await?.filter(|object| object.is_internship);
        Ok(object.map(|object| InternshipElement {
            etape: Some(etape.clone()),
            period: period.map(str::to_owned),
            code: object.code,
            label: object.label,
            credits: object.credits,
            nature: object.nature,
            is_internship: true,
        }))
    }

    /// The internships that a student follows in the enrolments that still count.
    pub(super) async fn internships_of(
        &self,
        told: &Enrolments,
        followed: &[Followed],
    ) -> Result<Vec<InternshipElement>, Fault> {
        let (mut courses, mut seen) = (Vec::new(), HashSet::new());
        for enrolment in told.enrolments.iter().filter(|enrolment| !is_cancelled(enrolment)) {
            let Etape { key: etape, period, .. } = &enrolment.etape;
            for code in codes(enrolment, self.settings.code(etape), followed) {
                if seen.insert((etape, period, code)) {
                    courses.push(Course { code, etape, period: period.as_deref() });
                }
            }
        }
        if courses.is_empty() {
            return Ok(Vec::new());
        }
        if courses.len() > MOST_COURSES {
            return Err(broken(COURSES, "racinePedagogique"));
        }
        let periods = self.periods().await?;
        let elements = together(courses.iter().map(|course| self.internship_in(course, &periods))).await?;
        Ok(elements.into_iter().flatten().collect())
    }

    async fn internship_in(
        &self,
        course: &Course<'_>,
        periods: &[Period],
    ) -> Result<Option<InternshipElement>, Fault> {
        // A period that this module does not name (a calendar, say) narrows nothing: a code is the same each year.
        let period = periods.iter().find(|period| Some(period.code.as_str()) == course.period);
        for found in self.named(course.code, period.map(|period| period.id.as_str())).await? {
            let element = self.internship(&found.id, course.etape, course.period).await?;
            if element.is_some() {
                return Ok(element);
            }
        }
        Ok(None)
    }

    /// The internships that an étape holds now.
    pub(super) async fn internships_in(&self, etape: &EtapeKey) -> Result<Vec<InternshipElement>, Fault> {
        let code = self.settings.code(etape);
        let (periods, named) = tokio::try_join!(self.periods(), self.named(code, None))?;
        let all = together(named.iter().map(|found| self.object(&found.id))).await?;
        let of = |object: &Object| periods.iter().find(|period| Some(&period.id) == object.period.as_ref());
        let mut tops: Vec<(&Found, Object)> =
            named.iter().zip(all).filter_map(|(found, object)| Some((found, object?))).collect();
        if tops.iter().any(|(_, object)| of(object).is_some_and(|period| period.is_active)) {
            tops.retain(|(_, object)| of(object).is_some_and(|period| period.is_active));
        }
        let (mut parts, mut seen) = (Vec::new(), HashSet::new());
        for (found, object) in &tops {
            let period = of(object).map(|period| period.code.as_str());
            for plan in together(object.roots.iter().map(|root| self.plan(root))).await?.iter().flatten() {
                let held = plan.all().into_iter().find(|part| part.found.id == found.id);
                for part in held.into_iter().flat_map(Plan::all) {
                    if seen.insert(part.found.id.clone()) {
                        parts.push((part.found.id.clone(), period));
                    }
                }
            }
        }
        let elements = together(parts.iter().map(|(id, period)| self.internship(id, etape, *period))).await?;
        Ok(elements.into_iter().flatten().collect())
    }

    /// The étapes of the periods of now, in order.
    pub(super) async fn etapes_now(&self) -> Result<Vec<Etape>, Fault> {
        let mut periods = self.periods().await?;
        periods.retain(|period| period.is_active);
        let all = together(periods.iter().map(|period| async {
            let etapes = [("espace", period.id.as_str()), ("piaSeulement", "true"), ("piaActif", "true")];
            let found = self.objects(&etapes).await?;
            let etape = |found: Found| Etape {
                key: self.settings.etape(&found.code),
                label: found.label,
                period: Some(period.code.clone()),
            };
            Ok(found.into_iter().map(etape).collect::<Vec<Etape>>())
        }))
        .await?;
        let mut etapes = all.concat();
        etapes.sort_by(|one, other| (&one.key, &one.period).cmp(&(&other.key, &other.period)));
        Ok(etapes)
    }

    /// The diplomas of a year: who answers for one is told by the object in full alone.
    async fn formations_of(&self, year: i32) -> Result<Vec<Formation>, Fault> {
        let asked = async {
            let periods = self.periods_of(year).await?;
            let all = together(periods.iter().map(|period| async {
                let formations = [("espace", period.id.as_str()), ("typeObjetMaquette", "FORMATION")];
                let mut found = self.objects(&formations).await?;
                found.retain(|found| matches!(found.kind, Some(Kind::Formation) | None));
                together(found.into_iter().map(|found| self.formation(found, &period.code))).await
            }));
            Ok(listed(all.await?.concat()))
        };
        Ok(self.formations.get(year, asked).await?.this().unwrap_or_default())
    }

    async fn formation(&self, found: Found, period: &str) -> Result<Formation, Fault> {
        let composante = self.object(&found.id).await?.and_then(|object| object.composante);
        Ok(Formation { found, period: period.to_owned(), composante })
    }

    /// The diplomas of a composante in a year.
    pub(super) async fn programmes_of(&self, composante: &str, year: i32) -> Result<Vec<Programme>, Fault> {
        let mut formations = self.formations_of(year).await?;
        formations.retain(|formation| formation.composante.as_deref() == Some(composante));
        together(formations.into_iter().map(|formation| self.programme(formation))).await
    }

    async fn programme(&self, Formation { found, period, .. }: Formation) -> Result<Programme, Fault> {
        let plan = self.plan(&found.id).await?;
        let parts = plan.iter().flat_map(Plan::all).filter(|part| part.is_etape);
        let etape = |part: &Plan| Etape {
            key: self.settings.etape(&part.found.code),
            label: part.found.label.clone(),
            period: Some(period.clone()),
        };
        let etapes = parts.map(etape).collect();
        let diploma = Diploma { code: found.code, version: None, label: found.label };
        Ok(Programme { diploma, period: Some(period), etapes })
    }
}

/// It counts for nothing any more.
pub(super) fn is_cancelled(enrolment: &Enrolment) -> bool {
    enrolment.status == Some(EnrolmentStatus::Cancelled)
}

/// The codes of what is followed in this enrolment: what stands below its étape, or all of its formation where no tree
/// of the period holds the étape.
fn codes<'a>(enrolment: &Enrolment, etape: &str, followed: &'a [Followed]) -> Vec<&'a str> {
    let is_then = |told: &&Followed| {
        told.period.is_none() || enrolment.etape.period.is_none() || told.period == enrolment.etape.period
    };
    let formation = enrolment.diploma.as_ref().map(|diploma| &diploma.code);
    let of_period: Vec<&Followed> = followed.iter().filter(is_then).collect();
    let mut elements: Vec<_> = of_period.iter().filter_map(|told| told.below(etape)).collect();
    if elements.is_empty() {
        let is_theirs = |told: &&&Followed| formation.is_some() && told.formation.as_ref() == formation;
        elements.extend(of_period.iter().filter(is_theirs).map(|told| told.elements.as_slice()));
    }
    let followed = elements.into_iter().flatten().filter(|element| element.is_followed);
    followed.map(|element| element.code.as_str()).collect()
}
