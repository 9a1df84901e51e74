//! What it answers about who a student is. Of handicaps, families, blocks and baccalaureates it also tells; a convention
//! needs none of them, so they are not read.

use super::super::super::fault::{Call, Fault};
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::Text;
use super::super::super::words::{address, country, sex};
use super::super::soap::broken;
use super::super::xml::Element;
use super::super::{CIVIL_STATUS, FIND, IDENTITY};
use super::listed;
use crate::domain::fold::fold;
use crate::domain::student::StudentNumber;
use crate::domain::student::identity::{CivilStatus, Contact, Identity};
use crate::domain::student::search::{FoundStudent, StudentSearch};

/// What the operations tell of one student; all but the first may tell nothing.
pub(in super::super) struct Student<'a> {
    /// Their number, as it was asked for.
    pub(in super::super) number: &'a StudentNumber,
    /// Who they are.
    pub(in super::super) status: &'a Element,
    /// What tells them from others.
    pub(in super::super) identifiers: Option<&'a Element>,
    /// Where to reach them.
    pub(in super::super) addresses: Option<&'a Element>,
    /// Their enrolments of the year, one a diploma at most.
    pub(in super::super) years: &'a [Element],
}

impl Student<'_> {
    /// Who that is, and where to reach them.
    pub(in super::super) fn identity(&self) -> Told<Identity> {
        self.check(IDENTITY)?;
        if !self.is_named() {
            return Ok(Known::Unsure);
        }
        Ok(Known::This(Identity {
            number: self.number.clone(),
            inner_id: text(self.identifiers, "codInd").0,
            birth_name: self.told("nomPatronymique"),
            usage_name: self.told("nomUsuel"),
            given_name: self.told("prenom1"),
            civil_given_name: self.told("prenomEtatCivil"),
            sex: sex(self.told("sexe")),
            civil_sex: sex(self.told("sexEtatCivil")),
            birth_date: self.status.text("dateNaissance").day(),
            mail: self.directory("emailAnnuaire"),
            contact: contact(self.addresses),
            health_fund: self.years.iter().find_map(|year| year.text("cpam.libCpam").0),
            // Told of a year, never of all of them at once.
            lifelong_years: Vec::new(),
        }))
    }

    /// Their civil status.
    pub(in super::super) fn civil_status(&self) -> Told<CivilStatus> {
        self.check(CIVIL_STATUS)?;
        if !self.is_named() {
            return Ok(Known::Unsure);
        }
        Ok(Known::This(CivilStatus {
            number: self.number.clone(),
            ine: self.told("numeroINE").or(text(self.identifiers, "numeroINE").0),
            login: self.directory("loginAnnuaire"),
            birth_name: self.told("nomPatronymique"),
            usage_name: self.told("nomUsuel"),
            given_name: self.told("prenom1"),
            second_given_name: self.told("prenom2"),
            civil_given_name: self.told("prenomEtatCivil"),
            sex: sex(self.told("sexe")),
            civil_sex: sex(self.told("sexEtatCivil")),
            birth_date: self.status.text("dateNaissance").day(),
            nationality: country(
                self.told("nationaliteDTO.codeNationalite"),
                self.told("nationaliteDTO.libNationalite"),
            ),
            mail: self.directory("emailAnnuaire"),
            health_fund: None,
        }))
    }

    /// What is told of somebody else is not told of this student.
    fn check(&self, call: Call) -> Result<(), Fault> {
        for (field, told) in
            [("numEtu", self.status.text("numEtu")), ("codEtu", text(self.identifiers, "codEtu"))]
        {
            if told.as_deref().is_some_and(|told| told != self.number.as_str()) {
                return Err(broken(call, field));
            }
        }
        Ok(())
    }

    fn is_named(&self) -> bool {
        ["nomPatronymique", "nomUsuel", "prenom1"].iter().any(|name| self.told(name).is_some())
    }

    fn told(&self, names: &str) -> Option<String> {
        self.status.text(names).0
    }

    /// What comes from the directory behind Apogée: both tell it.
    fn directory(&self, name: &str) -> Option<String> {
        text(self.identifiers, name).0.or(text(self.addresses, name).0)
    }
}

/// Where to reach a student: at the address of their family, not at that of the year.
fn contact(addresses: Option<&Element>) -> Contact {
    let fixed = addresses.and_then(|addresses| addresses.at("adresseFixe"));
    let told = |names: &str| text(fixed, names);
    let country = country(told("pays.codPay").0, told("pays.libPay").0);
    let lines = [&told("libAd1"), &told("libAd2"), &told("libAd3")];
    Contact {
        address: address(country.as_ref(), lines, &told("libAde")),
        postal_code: told("commune.codePostal").0,
        town: told("commune.nomCommune").0,
        country,
        phone: told("numTel").0,
        mobile: text(addresses, "numTelPortable").0,
        personal_mail: text(addresses, "email").0,
    }
}

fn text(element: Option<&Element>, names: &str) -> Text {
    element.map(|element| element.text(names)).unwrap_or_default()
}

/// The students of an étape that are looked for: Apogée itself narrows by no name.
pub(in super::super) fn found(returned: &[Element], search: &StudentSearch) -> Told<Vec<FoundStudent>> {
    let mut students = Vec::new();
    for told in returned {
        let number = told.code("codEtu").map_err(|field| broken(FIND, field))?;
        let student = FoundStudent {
            number: StudentNumber::parse(&number).map_err(|_| broken(FIND, "codEtu"))?,
            surname: told.text("nom").0,
            given_name: told.text("prenom").0,
            birth_date: told.text("dateNaissance").day(),
            mail: None,
        };
        if is_sought(&student, search) {
            students.push(student);
        }
    }
    Ok(listed(students))
}

fn is_sought(student: &FoundStudent, search: &StudentSearch) -> bool {
    let is_part = |sought: &Option<String>, told: &Option<String>| {
        sought.as_ref().is_none_or(|sought| fold(told.as_deref().unwrap_or_default()).contains(&fold(sought)))
    };
    search.number.as_ref().is_none_or(|number| *number == student.number)
        && is_part(&search.surname, &student.surname)
        && is_part(&search.given_name, &student.given_name)
}
