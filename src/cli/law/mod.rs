//! `guichet law`: the rules of the screen on one internship given on the command line, or on a table of cases with what
//! they should give. No database is needed.

mod given;
mod table;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::calculations::Calculations;
use super::exit::{Exit, Failure};
use super::labels::Labels;
use super::out;
use crate::app::words;
use crate::domain::compliance::{self, Facts, Finding, quota};
use crate::i18n::Texts;
use given::{Given, Wrong};

/// An internship, or a table of them.
#[derive(Debug, Args)]
pub struct Law {
    /// First day: 2026-03-02 or 02/03/2026
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    start: Option<String>,
    /// Last day
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    end: Option<String>,
    /// Hours of a week, the same from Monday to Friday: 35, 35.5, 35,5
    #[arg(long, value_name = "HOURS", allow_hyphen_values = true)]
    weekly_hours: Option<String>,
    /// Hours of each weekday from Monday: '7 7 7 7 7 0 0'
    #[arg(long, value_name = "HOURS", allow_hyphen_values = true)]
    pattern: Option<String>,
    /// Days without presence: 2026-07-27..2026-08-14; may be given several times
    #[arg(long, value_name = "DAY..DAY", allow_hyphen_values = true)]
    interruption: Vec<String>,
    /// Days with hours of their own: 2026-06-01..2026-06-05=3.5; may be given several times
    #[arg(long, value_name = "DAY..DAY=HOURS", allow_hyphen_values = true)]
    irregular: Vec<String>,
    /// Public holidays of the place of work: metropolitan (by default), alsace-moselle, reunion, none...
    #[arg(long, value_name = "CALENDAR", allow_hyphen_values = true)]
    calendar: Option<String>,
    /// Legal regime: initial (by default), cesure, abroad, outside
    #[arg(long, value_name = "REGIME", allow_hyphen_values = true)]
    regime: Option<String>,
    /// Gratification in euros an hour, or as 600/month, 30/day, 150/week, 4000/total
    #[arg(long, value_name = "EUROS", allow_hyphen_values = true)]
    gratification: Option<String>,
    /// Day of the signature; the first day otherwise
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    signed: Option<String>,
    /// SIRENE's code of the host's headcount band, for the quota of interns
    #[arg(long, value_name = "CODE", allow_hyphen_values = true)]
    headcount_band: Option<String>,
    /// Hours done before in the same organisation and academic year
    #[arg(long, value_name = "HOURS", allow_hyphen_values = true)]
    prior: Option<String>,
    /// Computes each line of a CSV file and compares it with what the line says; - is the standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "end", "weekly_hours", "pattern", "interruption",
        "irregular", "calendar", "regime", "gratification", "signed", "headcount_band", "prior"])]
    csv: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Runs it.
///
/// # Errors
/// When what is given cannot be read, or a case of the table differs from what it should give.
pub fn run(law: &Law, texts: Texts) -> Result<(), Failure> {
    if let Some(file) = &law.csv {
        return table::run(file, law.json, texts);
    }
    let facts = law.given().facts().map_err(refused)?;
    let report = Report::of(&facts, texts);
    if law.json { out::json(&report) } else { out::line(&text(texts, &facts, &report)) }
}

impl Law {
    fn given(&self) -> Given {
        let text = |of: &Option<String>| of.clone().unwrap_or_default();
        Given {
            start: text(&self.start),
            end: text(&self.end),
            weekly_hours: text(&self.weekly_hours),
            pattern: text(&self.pattern),
            interruptions: self.interruption.clone(),
            irregular: self.irregular.clone(),
            calendar: text(&self.calendar),
            regime: text(&self.regime),
            gratification: text(&self.gratification),
            signed: text(&self.signed),
            headcount_band: text(&self.headcount_band),
            prior_hours: text(&self.prior),
        }
    }
}

/// The sentence names the option.
fn refused(wrong: Wrong) -> Failure {
    let option = match wrong.what {
        "interruptions" => "--interruption".to_owned(),
        "prior_hours" => "--prior".to_owned(),
        column => format!("--{}", column.replace('_', "-")),
    };
    Failure::worded(Exit::Usage, move |texts| wrong.sentence(texts, &option))
}

/// Everything that the rules say of an internship, as scripts read it.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    calculations: Option<Calculations>,
    /// The quota of interns of the host, for the least and the most of its band.
    #[serde(skip_serializing_if = "Option::is_none")]
    host_quota: Option<(u32, Option<u32>)>,
    findings: Vec<Told>,
}

/// A finding, its article and its sentence.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    finding: Finding,
    article: &'static str,
    sentence: String,
}

impl Report {
    fn of(facts: &Facts, texts: Texts) -> Self {
        let assessment = compliance::assess(facts);
        let told = |finding: &Finding| Told {
            article: words::article(texts, finding.rule.code()),
            sentence: words::finding(texts, finding.rule.code(), &finding.figures),
            finding: finding.clone(),
        };
        Self {
            calculations: Calculations::of(facts, &assessment),
            host_quota: facts.elsewhere.headcount.map(|(low, high)| (quota(low), high.map(quota))),
            findings: assessment.findings.iter().map(told).collect(),
        }
    }
}

fn text(texts: Texts, facts: &Facts, report: &Report) -> String {
    let mut lines = Labels::new(texts);
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| words::date(texts, day)).unwrap_or_default();
    lines.field("start_date", day(facts.start_date));
    lines.field("end_date", day(facts.end_date));
    lines.field("regime", words::regime(texts, facts.regime));
    if let Some(calculations) = &report.calculations {
        lines.field("calendar", words::calendar(texts, calculations.calendar));
        lines.field("total_hours", words::hours(texts, calculations.hours));
        calculations.tell(&mut lines);
        calculations.tell_months(&mut lines);
    }
    if let Some((low, high)) = report.host_quota {
        let quota = match high {
            Some(high) if high == low => low.to_string(),
            Some(high) => texts.format("law-between", &[("low", low.into()), ("high", high.into())]),
            None => texts.format("law-at-least", &[("low", low.into())]),
        };
        lines.say("law-quota", quota);
    }
    for told in &report.findings {
        let severity = words::severity(texts, told.finding.severity);
        let about = [("label", severity.into()), ("value", told.sentence.as_str().into())];
        lines.say("inspect-findings", format!("{} ({})", texts.format("pair", &about), told.article));
    }
    if report.findings.is_empty() {
        lines.say("inspect-findings", texts.get("inspect-clear"));
    }
    if let Some(calculations) = &report.calculations {
        calculations.tell_why(&mut lines);
    }
    lines.text()
}
