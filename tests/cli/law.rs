//! `law`: the rules without a database, for people and for scripts, and what it says of what cannot be.

use super::Account;

const SUMMER: [&str; 7] = ["law", "--start", "2026-03-02", "--end", "2026-08-28", "--weekly-hours", "35"];

fn cases() -> String {
    format!("{}/tests/law/legal-cases.csv", env!("CARGO_MANIFEST_DIR"))
}

/// The arguments of a summer, and these.
fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SUMMER.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn an_internship_is_computed_and_explained() {
    let account = Account::new();
    let told = account.run(&with(&["--interruption", "2026-07-27..2026-08-14", "--gratification", "4,50"]));
    for words in [
        "Jours travaillés",
        "109",
        "763 h",
        "4 mois 21 jours",
        "3 433,50 €",
        "572,25 € par mois, en 6 versements",
        "rien à signaler",
        "-1 j, -7 h : 06/04/2026, lundi de Pâques",
        "-15 j, -105 h : interruption du 27/07/2026 au 14/08/2026",
        "109 j, 763 h : en tout",
    ] {
        assert!(told.done().contains(words), "no {words} in\n{}", told.out);
    }
    let low = account.run(&with(&["--gratification", "3"]));
    assert!(low.done().contains("bloquant : "), "a finding says how grave it is: {}", low.out);
    let english = account.run(&[&["--lang", "en"], with(&[]).as_slice()].concat());
    assert!(english.done().contains("5 months 14 days"), "{}", english.out);

    let json = account.run(&with(&["--gratification", "3", "--json"])).json().remove(0);
    for (key, value) in [
        ("worked_days", "124"),
        ("hours", "\"868\""),
        ("legal_months", "5"),
        ("legal_days", "14"),
        ("gratification_due", "true"),
        ("over_924", "false"),
        ("minimum_civil_year", "\"3906.00\""),
    ] {
        assert_eq!(json[key].to_string(), value, "{key}");
    }
    let finding = &json["findings"][0];
    assert_eq!(finding["rule"], "gratification-min");
    assert_eq!((&finding["severity"], &finding["article"]), (&"blocking".into(), &"L124-6, D124-8".into()));
    let days: i64 =
        json["explanation"].as_array().unwrap().iter().map(|line| line["days"].as_i64().unwrap()).sum();
    assert_eq!(days, 124);
}

#[test]
fn regimes_calendars_irregular_days_and_bands_are_given_by_name() {
    let account = Account::new();
    let computed = |more: &[&str]| account.run(&with(&[more, &["--json"]].concat())).json().remove(0);
    assert_eq!(computed(&["--calendar", "none"])["worked_days"], 130);
    assert_eq!(computed(&["--calendar", "Alsace-Moselle"])["worked_days"], 123);
    assert_eq!(computed(&["--calendar", "La Réunion"])["worked_days"], 124);
    assert_eq!(computed(&["--regime", "abroad"])["worked_days"], 130);
    assert_eq!(computed(&["--regime", "césure", "--prior", "60"])["findings"][0]["rule"], "duration-max");
    assert_eq!(computed(&["--regime", "outside"])["gratification_due"], false);
    assert_eq!(computed(&["--irregular", "2026-08-28..2026-08-28=3:30"])["hours"], "864.5");
    assert_eq!(computed(&["--pattern", "7 7 7 7 3,5 0 0"])["hours"], "784");
    assert_eq!(computed(&["--headcount-band", "12"])["host_quota"].to_string(), "[3,8]");
    assert_eq!(computed(&["--headcount-band", "53"])["host_quota"].to_string(), "[1500,null]");
    let due = computed(&["--gratification", "0"]);
    assert_eq!(due["findings"][0]["rule"], "gratification-due");
    let monthly = computed(&["--gratification", "651/mois", "--signed", "2025-12-15"]);
    assert_eq!(
        (&monthly["gratification"]["offered"], monthly["findings"].to_string()),
        (&"3906.00".into(), "[]".into())
    );
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence() {
    let account = Account::new();
    let on = |start: &'static str, end: &'static str| {
        vec!["law", "--start", start, "--end", end, "--weekly-hours", "35"]
    };
    for (arguments, words) in [
        (vec!["law"], vec!["--start", "il manque une valeur"]),
        (vec!["law", "--start", "2026-03-02"], vec!["--end", "il manque une valeur"]),
        (SUMMER[..5].to_vec(), vec!["Il manque les heures", "--weekly-hours 35"]),
        (on("2026-08-28", "2026-03-02"), vec!["finit le 02/03/2026, avant de commencer le 28/08/2026"]),
        (on("2026-02-31", "2026-08-28"), vec!["--start", "il n’y a pas de jour « 2026-02-31 »"]),
        (on("2026-03-02", "31/02/2026"), vec!["--end", "il n’y a pas de jour « 31/02/2026 »"]),
        (on("demain", "2026-08-28"), vec!["« demain » n’est pas une date"]),
        (on("2026-03-02", "2046-08-28"), vec!["plus de trois ans"]),
        (with(&["--pattern", "25:00 7 7 7 7 0 0"]), vec!["« 25:00 » n’est pas un nombre d’heures"]),
        (with(&["--pattern", "25 7 7 7 7 0 0"]), vec!["« 25 » est trop", "au plus 24"]),
        (with(&["--pattern", "7 7 7"]), vec!["3 nombres d’heures", "il en faut sept"]),
        (with(&["--interruption", "2026-08-14..2026-07-27"]), vec!["avant de commencer le 14/08/2026"]),
        (with(&["--interruption", "été"]), vec!["--interruption", "« été » n’est pas une date"]),
        (with(&["--irregular", "2026-06-01"]), vec!["2026-06-01..2026-06-05=3,5"]),
        (with(&["--gratification", "-5"]), vec!["--gratification", "« -5 » est négatif"]),
        (with(&["--gratification", "4500000"]), vec!["« 4500000 » est trop", "100 000"]),
        (with(&["--gratification", "5/lune"]), vec!["« lune »", "hour, day, week, month, total"]),
        (with(&["--prior", "-1"]), vec!["--prior", "négatif"]),
        (with(&["--calendar", "metropolitain"]), vec!["Vouliez-vous dire « metropolitan » ?"]),
        (with(&["--regime", "intial"]), vec!["Vouliez-vous dire « initial » ?"]),
        (with(&["--headcount-band", "99"]), vec!["--headcount-band", "« 99 »", "53"]),
    ] {
        account.run(&arguments).refused(2, &words);
    }
    let mut long = SUMMER.to_vec();
    long.pop();
    for (hours, words) in [
        ("25:00", "« 25:00 » n’est pas un nombre d’heures"),
        ("-35", "négatif"),
        ("169", "au plus 168"),
        ("35.333", "centièmes"),
        ("trente-cinq", "n’est pas un nombre d’heures"),
    ] {
        let arguments = [long.as_slice(), &[hours]].concat();
        account.run(&arguments).refused(2, &["--weekly-hours", words]);
    }
    let both = account.run(&["--lang", "en", "law", "--start", "2026-02-31", "--end", "2026-08-28"]);
    both.refused(2, &["--start: there is no day “2026-02-31”."]);
}

#[test]
fn a_table_of_cases_is_checked() {
    let account = Account::new();
    let told = account.run(&["law", "--csv", &cases()]);
    assert!(told.done().contains("14 cas, tous conformes."), "{}", told.out);
    let json = account.run(&["law", "--csv", &cases(), "--json"]).json();
    assert!(json.len() == 14 && json.iter().all(|case| case["agrees"] == true));

    let file = account.config().join("cases.csv");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        account.run(&["law", "--csv", file.to_str().unwrap()])
    };
    let head = "case,start,end,weekly_hours,worked_days,hours\n";
    let wrong = check(&format!(
        "{head}a,2026-03-02,2026-08-28,35,125,868\nb,2026-03-02,28/08/2026,35,124,\"868,00\"\n"
    ));
    assert_eq!((wrong.exit, wrong.err.as_str()), (1, ""), "{wrong:?}");
    for words in ["!! a", "worked_days : attendu 125, calculé 124", "✓ b", "2 cas, dont 1 qui diffère."] {
        assert!(wrong.out.contains(words), "no {words} in\n{}", wrong.out);
    }
    check(&format!("{head}a,2026-03-02,2026-02-31,35,1,7\n"))
        .refused(2, &["cases.csv, ligne 2, end", "il n’y a pas de jour « 2026-02-31 »"]);
    check("case,strat,end\na,b,c\n").refused(2, &["« strat »", "Vouliez-vous dire « start » ?"]);
    check("case,end\na,2026-02-28\n").refused(2, &["il manque la colonne « start »"]);
    check("").refused(2, &["il manque la colonne « start »"]);
    check(&format!("{head}a,2026-03-02\n")).refused(2, &["ligne 2", "2 valeurs, et l’en-tête en a 6"]);
    account.run(&["law", "--csv", "/nowhere.csv"]).refused(1, &["/nowhere.csv ne peut pas être lu"]);
    assert_eq!(account.run(&["law", "--csv", &cases(), "--start", "2026-03-02"]).exit, 2);
}
