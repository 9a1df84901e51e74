//! Host organisations: companies, town halls, associations, hospitals, schools, laboratories, foreign firms; their
//! services and the people in them. None exists: brands are invented, every SIREN begins with 000.

use sqlx::postgres::PgConnection;

use super::fields::Field;
use super::names::{Names, slug};
use super::places::{Place, Places, address, phone};
use super::rng::{Rng, Weighted};
use super::rows::Rows;
use super::siret::siret;
use super::sorts::{BANDS, KINDS, Kind, kinds_of, name};
use super::university::{Centre, University};
use super::{Lists, SeedError};

/// Town, country code, and how companies are called there.
const ABROAD: [(&str, &str, &str); 19] = [
    ("BRUXELLES", "BE", "SRL"),
    ("LIEGE", "BE", "SA"),
    ("NAMUR", "BE", "ASBL"),
    ("BERLIN", "DE", "GmbH"),
    ("KÖLN", "DE", "GmbH"),
    ("MADRID", "ES", "SL"),
    ("SEVILLA", "ES", "SL"),
    ("TORINO", "IT", "Srl"),
    ("LONDON", "GB", "Ltd"),
    ("MANCHESTER", "GB", "Ltd"),
    ("DUBLIN", "IE", "Ltd"),
    ("MONTREAL", "CA", "Inc."),
    ("QUEBEC", "CA", "Inc."),
    ("GENEVE", "CH", "SA"),
    ("LUXEMBOURG", "LU", "Sàrl"),
    ("LISBOA", "PT", "Lda"),
    ("TOKYO", "JP", "K.K."),
    ("HA NOI", "VN", "JSC"),
    ("BEYROUTH", "LB", "SARL"),
];

/// Countries that are not without risk, and how much.
const RISKS: [(&str, &str); 2] = [("VN", "yellow"), ("LB", "orange")];

const JOBS: [&str; 16] = [
    "Directrice",
    "Directeur",
    "Chef de service",
    "Cheffe de projet",
    "Responsable d'équipe",
    "Ingénieur d'études",
    "Responsable des ressources humaines",
    "Chargée de mission",
    "Gérant",
    "Secrétaire générale",
    "Technicien supérieur",
    "Cadre de santé",
    "Responsable qualité",
    "Présidente",
    "Attachée principale",
    "Maître d'apprentissage",
];

/// A host, as files need it.
#[derive(Clone, Debug)]
pub(super) struct Host {
    /// Its id.
    pub(super) id: i32,
    /// ISO code of its country.
    pub(super) country: &'static str,
    /// Its postal code, in France.
    pub(super) postal_code: Option<&'static str>,
    /// Its country is one where somebody must answer for an internship.
    pub(super) at_risk: bool,
    /// Whether it is a legal person of public law.
    pub(super) public: bool,
    /// Its services.
    pub(super) services: Vec<Service>,
}

/// A service, and the contacts in it: tutors first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub(super) id: i32,
    pub(super) centre: i32,
    pub(super) first_contact: i32,
    pub(super) contacts: i32,
}

/// How many hosts of each sort take more interns than the others: the first ones.
const POPULAR: usize = 6;

/// All hosts, by sort, the popular ones first.
#[derive(Debug)]
pub(super) struct Hosts {
    all: Vec<Host>,
    by_kind: Vec<(Vec<u32>, Weighted)>,
}

impl Hosts {
    /// A host where an internship of this field could be.
    pub(super) fn draw(&self, rng: &mut Rng, field: Field, abroad: bool) -> &Host {
        let kind = if abroad { Kind::Foreign } else { *rng.pick(kinds_of(field)) };
        let (ids, law) = &self.by_kind[kind as usize];
        &self.all[ids[law.draw(rng)] as usize]
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// Invents them all and loads them with their services and contacts.
pub(super) async fn load(
    conn: &mut PgConnection,
    rng: &mut Rng,
    wanted: usize,
    (names, places, lists): (&Names, &Places, &Lists),
    university: &University,
) -> Result<Hosts, SeedError> {
    let mut organisations = Rows::new(
        "host_organisation (id, name, siret, naf_code, naf_revision, legal_category, headcount_band, kind_id, address, \
         postal_code, town, country_code, website, state, created_at)",
    );
    let mut reaching = Rows::new("host_organisation_details (organisation_id, centre_id, phone, mail)");
    let mut services = Rows::new(
        "host_service (id, organisation_id, centre_id, name, address, postal_code, town, country_code, phone)",
    );
    let mut contacts =
        Rows::new("contact (id, service_id, centre_id, surname, given_name, job_title, mail, phone)");
    let law = Weighted::new(KINDS.iter().map(|k| k.weight));
    let mut all = Vec::with_capacity(wanted);
    let mut by_kind = vec![Vec::new(); KINDS.len()];
    let mut seen = std::collections::HashSet::new();
    let long_ago = university.first_day - chrono::Days::new(400);

    for n in 0..wanted.max(KINDS.len() * 2) {
        // The first of each sort come in turn, so that no sort is empty.
        let sort = &KINDS[if n < KINDS.len() * 2 { n % KINDS.len() } else { law.draw(rng) }];
        let foreign = (sort.kind == Kind::Foreign).then(|| *rng.pick(&ABROAD));
        let place = if matches!(sort.kind, Kind::Town | Kind::School | Kind::Farm) {
            places.anywhere(rng)
        } else {
            places.urban(rng)
        };
        let (town, country, form) = foreign.map_or((place.town, "FR", ""), |(t, c, f)| (t, c, f));
        let mut title = name(rng, names, sort.kind, town, form);
        for _ in 0..4 {
            if !seen.contains(&title) {
                break;
            }
            title = name(rng, names, sort.kind, town, form);
        }
        seen.insert(title.clone());
        let id = n as i32 + 1;
        let legal = (!sort.legal.is_empty()).then(|| *rng.pick(sort.legal));
        let domain =
            format!("{}.example", slug(&title).chars().take(24).collect::<String>().trim_matches('-'));
        let domain = if domain.starts_with('.') { "hote.example".to_owned() } else { domain };
        let postal_code = foreign.is_none().then_some(place.postal_code);
        let street = address(rng);

        organisations.show(id).text(&title);
        organisations.maybe(foreign.is_none().then(|| siret(n as u32)).as_deref());
        let naf = (!sort.naf.is_empty()).then(|| *rng.pick(sort.naf));
        organisations.maybe(naf).maybe(naf.map(|_| "rev2")).maybe(legal);
        // Where many interns go, many people work.
        let popular = by_kind[sort.kind as usize].len() < POPULAR;
        let least = if popular { sort.bands.1.saturating_sub(1) } else { sort.bands.0 };
        organisations.text(BANDS[rng.between(least as i64, sort.bands.1 as i64) as usize]);
        organisations
            .show(lists.id("organisation_type", sort.list_kind)?)
            .text(&street)
            .maybe(postal_code)
            .text(town);
        // One in three was written down by nobody in particular, the others by a centre, which may be closed.
        let owner = (n % 3 > 0).then(|| university.centres[n % university.centres.len()].id);
        reaching.show(id).maybe_show(owner).text(&phone(rng, false)).text(&format!("contact@{domain}"));
        reaching.end();
        organisations.text(country).text(&format!("https://{domain}"));
        organisations.text(if n % 97 == 96 { "to_moderate" } else { "active" });
        organisations.moment(super::rows::moment(long_ago, 0) + rng.between(0, 380) * 86_400);
        organisations.end();

        let site = Site { town, postal_code, country, street: &street, domain: &domain };
        let made = make_services(rng, names, university, id, (popular, &site), &mut services, &mut contacts);
        by_kind[sort.kind as usize].push(all.len() as u32);
        all.push(Host {
            id,
            country,
            postal_code,
            at_risk: RISKS.iter().any(|(risky, level)| *risky == country && *level == "orange"),
            public: legal.is_some_and(|l| l.starts_with('7')),
            services: made,
        });
        if n % 20_000 == 19_999 {
            for rows in [&mut organisations, &mut reaching, &mut services, &mut contacts] {
                rows.send(conn).await?;
            }
        }
    }
    for rows in [&mut organisations, &mut reaching, &mut services, &mut contacts] {
        rows.send(conn).await?;
    }
    for (country, level) in RISKS {
        sqlx::query("insert into guichet.country_risk (country_code, valid_from, level) values ($1, $2, $3)")
            .bind(country)
            .bind(long_ago)
            .bind(level)
            .execute(&mut *conn)
            .await?;
    }
    let by_kind = by_kind
        .into_iter()
        .map(|ids: Vec<u32>| {
            let law = Weighted::zipf(ids.len(), 4.0);
            (ids, law)
        })
        .collect();
    Ok(Hosts { all, by_kind })
}

struct Site<'a> {
    town: &'a str,
    postal_code: Option<&'a str>,
    country: &'a str,
    street: &'a str,
    domain: &'a str,
}

fn make_services(
    rng: &mut Rng,
    names: &Names,
    university: &University,
    organisation: i32,
    (popular, site): (bool, &Site<'_>),
    services: &mut Rows,
    contacts: &mut Rows,
) -> Vec<Service> {
    // The popular hosts, which come first, have more services.
    let how_many = if popular { rng.between(3, 5) } else { rng.between(1, 2) };
    let mut made = Vec::with_capacity(how_many as usize);
    for rank in 0..how_many {
        // The first belongs to the establishment, whose services everyone sees.
        let owner: &Centre = if rank == 0 { &university.centres[0] } else { rng.pick(&university.centres) };
        let etape = rng.pick(&university.etapes);
        let id = services.count as i32 + 1;
        let title = if rank == 0 { "Siège" } else { *rng.pick(etape.field.texture().services) };
        services
            .show(id)
            .show(organisation)
            .show(owner.id)
            .text(title)
            .text(site.street)
            .maybe(site.postal_code);
        services.text(site.town).text(site.country).text(&phone(rng, false));
        services.end();
        let service = Service {
            id,
            centre: owner.id,
            first_contact: contacts.count as i32 + 1,
            contacts: if popular { rng.between(8, 12) } else { rng.between(2, 3) } as i32,
        };
        for _ in 0..service.contacts {
            let person = names.draw(rng);
            contacts
                .show(contacts.count + 1)
                .show(id)
                .show(owner.id)
                .text(&person.surname)
                .text(&person.given);
            contacts
                .text(JOBS[rng.below(JOBS.len())])
                .text(&format!("{}@{}", person.login(), site.domain))
                .text(&phone(rng, true));
            contacts.end();
        }
        made.push(service);
    }
    made
}

/// The place of a student's home.
pub(super) fn home(rng: &mut Rng, places: &Places) -> (String, Place) {
    (address(rng), places.urban(rng))
}
