//! The fields of a convention that are written, in the order in which a paper form asks for them.

use crate::domain::compliance::MENTIONS;
use crate::domain::convention::coded;

coded! {
    /// The sections of a file.
    Section {
        /// The student's own details, the programme and the place of the internship in it.
        Student = "student",
        /// Who takes the student in, where, and who supervises and signs there.
        Host = "host",
        /// What the student will do.
        Internship = "internship",
        /// When, and how many hours.
        Calendar = "calendar",
        /// What the student is paid.
        Gratification = "gratification",
        /// The teacher in charge, and how the internship is followed.
        Supervision = "supervision",
        /// The convention of the host's own, where it brings one.
        Own = "own",
        /// The early end, which an amendment alone brings.
        Rupture = "rupture",
        /// Why the file is amended, and from when.
        Motives = "motives",
        /// What the centre says and asks for.
        Documents = "documents",
        /// Where the file stands.
        Validation = "validation",
    }
}

/// What one chooses among, when a field refers to something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A host organisation.
    Organisation,
    /// A service of the host.
    Service,
    /// Somebody in the service.
    Contact,
    /// A teacher.
    Supervisor,
    /// A country, by its ISO code.
    Country,
    /// A health insurance fund, by its name.
    Cpam,
}

/// What a field holds, and so how it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of at most so many characters.
    Line(usize),
    /// A text of several lines, of at most so many characters.
    Text(usize),
    /// A date.
    Day,
    /// Decimal hours, at most so many.
    Hours(u32),
    /// An amount of money.
    Amount,
    /// A decimal number, at most so much.
    Decimal(u32),
    /// A whole number, at most so much.
    Number(u32),
    /// Yes or no.
    Flag,
    /// One of these codes.
    Code(&'static [&'static str]),
    /// Several of these codes.
    Codes(&'static [&'static str]),
    /// One of the templates of the file.
    Template,
    /// An entry of this list.
    Entry(&'static str),
    /// Something to be found.
    Reference(Reference),
    /// Periods.
    Periods,
    /// Days.
    Days,
    /// Weeks of seven decimal hours, each from a day on.
    Weeks,
    /// Periods with hours of their own.
    Irregular,
}

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the database.
    pub code: &'static str,
    /// Where it stands.
    pub section: Section,
    /// What it holds.
    pub kind: Kind,
    /// A submission asks for it: the name under which it is then missing.
    pub required: Option<&'static str>,
}

/// Letters of a long text, as the database bounds them.
const TEXT: usize = 30_000;

/// Hours of a leap year.
const YEAR: u32 = 8_784;

/// The languages that a convention may be written in.
pub const LANGUAGES: [&str; 5] = ["fr", "en", "es", "de", "it"];

const CALENDARS: &[&str] = &[
    "metropolitan",
    "alsace-moselle",
    "guadeloupe",
    "martinique",
    "guyane",
    "reunion",
    "mayotte",
    "saint-barthelemy",
    "saint-martin",
    "saint-pierre-et-miquelon",
    "wallis-et-futuna",
    "polynesie",
    "nouvelle-caledonie",
    "none",
];

const fn optional(code: &'static str, section: Section, kind: Kind) -> Field {
    Field { code, section, kind, required: None }
}

const fn required(code: &'static str, section: Section, kind: Kind, missing: &'static str) -> Field {
    Field { code, section, kind, required: Some(missing) }
}

/// Every field, by section.
pub const FIELDS: &[Field] = {
    use Kind::{
        Amount, Code, Codes, Day, Days, Decimal, Entry, Flag, Hours, Irregular, Line, Number, Periods,
        Reference as Refers, Template, Text, Weeks,
    };
    use Reference::{Contact, Country, Cpam, Organisation, Service, Supervisor};
    use Section::{Calendar, Gratification, Host, Internship, Own, Rupture, Student, Supervision};
    &[
        required("type_id", Student, Entry("convention_type"), "type"),
        optional("regime", Student, Code(&["initial", "cesure", "abroad", "outside"])),
        optional("nature", Student, Code(&["mandatory", "optional", "cesure"])),
        required("teaching_hours", Student, Number(5_000), "teaching_hours"),
        optional("teaching_on_site", Student, Number(5_000)),
        optional("outside_programme", Student, Flag),
        required("elp_code", Student, Line(30), "elp_code"),
        optional("elp_label", Student, Line(200)),
        optional("ects", Student, Decimal(180)),
        optional("language", Student, Code(&LANGUAGES)),
        optional("template_id", Student, Template),
        optional("address", Student, Line(200)),
        optional("postal_code", Student, Line(10)),
        optional("town", Student, Line(80)),
        optional("personal_mail", Student, Line(255)),
        optional("phone", Student, Line(20)),
        optional("cpam", Student, Refers(Cpam)),
        optional("declared_hours", Student, Hours(YEAR)),
        required("organisation_id", Host, Refers(Organisation), "organisation"),
        required("service_id", Host, Refers(Service), "service"),
        required("tutor_id", Host, Refers(Contact), "tutor"),
        optional("second_tutor_id", Host, Refers(Contact)),
        required("signatory_id", Host, Refers(Contact), "signatory"),
        optional("country_code", Host, Refers(Country)),
        optional("abroad_sheet", Host, Flag),
        optional("abroad_exchange", Host, Flag),
        optional("abroad_authorisation", Host, Line(200)),
        required("subject", Internship, Text(TEXT), "subject"),
        required("tasks", Internship, Text(TEXT), "tasks"),
        required("skills", Internship, Text(TEXT), "skills"),
        optional("details", Internship, Text(TEXT)),
        optional("theme_id", Internship, Entry("theme")),
        optional("origin_id", Internship, Entry("origin")),
        optional("assessed_work_id", Internship, Entry("assessed_work")),
        required("assessment_mode_id", Internship, Entry("assessment_mode"), "assessment_mode"),
        optional("confidential", Internship, Flag),
        required("start_date", Calendar, Day, "start_date"),
        required("end_date", Calendar, Day, "end_date"),
        required("weekly_hours", Calendar, Hours(168), "weekly_hours"),
        optional("week_patterns", Calendar, Weeks),
        optional("interruptions", Calendar, Periods),
        optional("irregular_periods", Calendar, Irregular),
        optional("authorised_absences", Calendar, Periods),
        optional("worked_holidays", Calendar, Days),
        optional("calendar", Calendar, Code(CALENDARS)),
        required("total_hours", Calendar, Hours(YEAR), "total_hours"),
        optional("working_time_id", Calendar, Entry("working_time")),
        optional("remote_days", Calendar, Decimal(7)),
        optional("presence", Calendar, Text(TEXT)),
        optional("leave_terms", Calendar, Text(TEXT)),
        required("gratification", Gratification, Flag, "gratification"),
        required("gratification_amount", Gratification, Amount, "gratification_amount"),
        optional("gratification_unit", Gratification, Code(&["hour", "day", "week", "month", "total"])),
        optional("gratification_basis", Gratification, Code(&["net", "gross"])),
        optional("currency", Gratification, Code(&["EUR", "CHF", "GBP", "USD"])),
        required("payment_mode_id", Gratification, Entry("payment_mode"), "payment_mode"),
        optional("benefits", Gratification, Text(TEXT)),
        required("supervisor_id", Supervision, Refers(Supervisor), "supervisor"),
        required("supervision", Supervision, Text(TEXT), "supervision"),
        optional("comment", Supervision, Text(TEXT)),
        optional("own_convention", Own, Flag),
        optional("own_reference", Own, Line(100)),
        optional("own_mentions", Own, Codes(&MENTIONS)),
        optional("own_opinion", Own, Code(&["favourable", "reserved", "unfavourable"])),
        optional("own_opinion_by", Own, Line(200)),
        optional("own_opinion_on", Own, Day),
        optional("rupture_on", Rupture, Day),
        optional("rupture_by", Rupture, Code(&["intern", "host", "establishment", "agreement"])),
        optional("rupture_cause", Rupture, Code(&["illness", "accident", "parenthood", "breach", "other"])),
        optional("rupture_outcome", Rupture, Code(&["validated", "otherwise", "postponed"])),
    ]
};

/// The place of a field among all.
pub fn place(code: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.code == code)
}
