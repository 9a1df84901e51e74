//! The student information systems and directories that the settings name, ready to be asked.

use std::path::Path;

use super::exit::{Exit, Failure};
use super::session::{place_of, read_secret};
use crate::config::settings::Settings;
use crate::config::sis;
use crate::domain::student::enrolment::EtapeKey;
use crate::domain::student::source::Source;
use crate::runtime::clock;
use crate::runtime::students::StudentSources;
use crate::sis::fault::SetupFault;
use crate::sis::http::Login;
use crate::sis::sources::{People, Records, Route, Sources};
use crate::sis::{apogee, ldap, pegase, siscol};

/// The sources of students and people that the settings name; Pégase first where no route says otherwise.
///
/// # Errors
/// When none is named, a secret cannot be read, or an address, a login or the name of a source makes no sense.
pub fn of_settings(settings: &Settings) -> Result<Sources, Failure> {
    let sis = &settings.sis;
    let mut sources = Sources::new(clock::now);
    if let Some(told) = &sis.pegase {
        let records = Records::Pegase(Box::new(of_pegase(told)?));
        sources = sources.with_records(Source::Pegase, records, pegase::AT_ONCE);
    }
    if let Some(told) = &sis.apogee {
        sources = sources.with_records(
            Source::Apogee,
            Records::Apogee(Box::new(of_apogee(told)?)),
            apogee::AT_ONCE,
        );
    }
    if let Some(told) = &sis.siscol {
        sources = with_siscol(sources, told)?;
    }
    if let Some(told) = &sis.ldap {
        sources = sources.with_people(Source::Ldap, People::Ldap(Box::new(of_ldap(told)?)), ldap::LINES);
    }
    if sources.all().is_empty() {
        return Err(Failure::new(Exit::Configuration, "sis-none", []));
    }
    let routes = sis.students.iter().map(|route| {
        let source = named(&route.source, &sources)?;
        if !sources.students().contains(&source) {
            return Err(wrong(format!("[[sis.students]] {} knows no students", route.source)));
        }
        if route.from.zip(route.until).is_some_and(|(from, until)| from > until) {
            return Err(wrong(format!("[[sis.students]] {}: from comes after until", route.source)));
        }
        Ok(Route { source, from: route.from, until: route.until, numbers: route.numbers.clone() })
    });
    let routes = routes.collect::<Result<Vec<_>, Failure>>()?;
    Ok(sources.routed(routes))
}

/// The sources that a desk asks; none where the settings name none.
///
/// # Errors
/// When what they say of one makes no sense.
pub fn for_desk(settings: &Settings) -> Result<StudentSources, Failure> {
    match settings.sis.has_sources() {
        true => of_settings(settings).map(StudentSources::new),
        false => Ok(StudentSources::default()),
    }
}

/// The source of this name, of those that the settings name.
///
/// # Errors
/// When none has it.
pub fn named(name: &str, sources: &Sources) -> Result<Source, Failure> {
    let all = sources.all();
    Source::from_code(name).filter(|source| all.contains(source)).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|source| source.code()).collect();
        let about = [("name", name.to_owned().into()), ("known", known.join(", ").into())];
        Failure::new(Exit::Configuration, "sis-no-source", about)
    })
}

fn wrong(why: impl ToString) -> Failure {
    Failure::new(Exit::Configuration, "sis-settings", [("why", why.to_string().into())])
}

fn login(name: &str, password_file: &Path) -> Result<Login, Failure> {
    Ok(Login { name: name.to_owned(), password: read_secret(password_file)? })
}

/// What is said replaces what most institutions need.
fn take<T: Clone>(here: &mut T, said: Option<&T>) {
    if let Some(said) = said {
        here.clone_from(said);
    }
}

fn of_pegase(told: &sis::Pegase) -> Result<pegase::PegaseClient, Failure> {
    let bases = pegase::Bases {
        tickets: told.tickets.clone(),
        ins: told.ins.clone(),
        chc: told.chc.clone(),
        odf: told.odf.clone(),
        reference: told.reference.clone(),
        idt: told.idt.clone(),
    };
    let mut settings =
        pegase::Settings::new(bases, login(&told.login, &told.password_file)?, &told.establishment);
    take(&mut settings.asks_for_token, told.token.as_ref());
    take(&mut settings.programme_page, told.programme_page.as_ref());
    take(&mut settings.contacts.addresses, told.addresses.as_ref());
    take(&mut settings.contacts.mobiles, told.mobiles.as_ref());
    take(&mut settings.contacts.mails, told.mails.as_ref());
    take(&mut settings.cesures, told.cesures.as_ref());
    settings.etape_version.clone_from(&told.etape_version);
    settings.regimes.clone_from(&told.regimes);
    let key =
        |(code, version): &(String, String)| EtapeKey { code: code.clone(), version: Some(version.clone()) };
    settings.etapes = told.etapes.iter().map(|(code, known)| (code.clone(), key(known))).collect();
    pegase::PegaseClient::new(settings, pegase::PATIENCE, clock::now)
        .map_err(|fault: SetupFault| wrong(fault))
}

fn of_apogee(told: &sis::Apogee) -> Result<apogee::RecordsClient, Failure> {
    let login = match (&told.login, &told.password_file) {
        (Some(name), Some(file)) => Some(login(name, file)?),
        (None, None) => None,
        (Some(_), None) => return Err(wrong("[sis.apogee] has a login and no password_file")),
        (None, Some(_)) => return Err(wrong("[sis.apogee] has a password_file and no login")),
    };
    let at = |base| apogee::Endpoint { base, login: login.as_ref() };
    let endpoints = apogee::Endpoints {
        students: at(&told.students),
        administrative: at(&told.administrative),
        offer: at(&told.offer),
        reference: at(&told.reference),
    };
    apogee::RecordsClient::new(&endpoints, told.cesures.clone(), apogee::PATIENCE, clock::now).map_err(wrong)
}

fn of_ldap(told: &sis::Ldap) -> Result<ldap::DirectoryClient, Failure> {
    let mut settings = ldap::Settings::supann(&told.url, &told.base);
    take(&mut settings.starttls, told.starttls.as_ref());
    take(&mut settings.filters.students, told.students.as_ref());
    take(&mut settings.filters.teachers, told.teachers.as_ref());
    take(&mut settings.filters.staff, told.staff.as_ref());
    for (supann, here) in &told.names {
        let name = settings.names.of(supann);
        *name.ok_or_else(|| wrong(format!("[sis.ldap] names: {supann} is no attribute that is read")))? =
            here.clone();
    }
    if let Some(file) = &told.authorities_file {
        let path = place_of(file);
        let read = std::fs::read_to_string(&path);
        settings.authorities = Some(read.map_err(|error| wrong(format!("{}: {error}", path.display())))?);
    }
    let login = login(&told.login, &told.password_file)?;
    ldap::DirectoryClient::new(settings, login, ldap::PATIENCE, clock::now).map_err(wrong)
}

fn with_siscol(mut sources: Sources, told: &sis::Siscol) -> Result<Sources, Failure> {
    let login = login(&told.login, &told.password_file)?;
    let at_once = told.at_once.into();
    for (source, url) in [(Source::SiscolPcscol, &told.pcscol), (Source::SiscolApogee, &told.apogee)] {
        let Some(url) = url else { continue };
        let cesures = told.cesures.clone();
        let client = siscol::RecordsClient::new(url, &login, cesures, siscol::PATIENCE, clock::now);
        sources = sources.with_records(source, Records::Siscol(Box::new(client.map_err(wrong)?)), at_once);
    }
    if let Some(url) = &told.ldap {
        let client = siscol::DirectoryClient::new(url, &login, siscol::PATIENCE, clock::now);
        sources = sources.with_people(
            Source::SiscolLdap,
            People::Siscol(Box::new(client.map_err(wrong)?)),
            at_once,
        );
    }
    Ok(sources)
}
