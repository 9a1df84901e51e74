//! The files that a demonstration must hold whatever chance decides: starting tomorrow unsigned, begun without a
//! signature, incomplete, unpaid, over 924 hours, hostile texts, homonyms, long names.

use chrono::{Days, NaiveDate};

use super::timeline::{Fate, FilePlan, Signing, Timeline, Twist, Wait};
use super::university::University;

/// A subject that tries to clear the screen and change its colours.
pub(super) const ESCAPE: &str = "Audit \u{1b}[31mrouge\u{1b}[0m d'une chaîne de production\u{7} \u{1b}[2J";
/// A subject that turns the reading direction round.
pub(super) const BIDI: &str = "Étude d'un corpus \u{202e}ebara\u{202c} et de sa \u{2067}traduction\u{2069}";
/// A subject of wide, combining and joined characters.
pub(super) const LONG: &str = "Développement d'un clavier multilingue pour l'apprentissage du 中文, du 日本語 et du 한국어 \
👩🏽‍🔬👨‍👩‍👧‍👦, avec prise en charge des diacritiques empilés (Z̴͉̔a̸l̵g̶o̷), des ligatures ﬁ ﬂ, et d'un nom de paquet \
interminablement_long_sans_la_moindre_espace_pour_couper_la_ligne_nulle_part_du_tout";

/// Gives these twists to open files of the clerk's centres, and to whatever suits them elsewhere.
pub(super) fn twist(timeline: &mut Timeline, university: &University, today: NaiveDate) {
    let clerk = [1usize, 7, 8].map(|c| c.min(university.centres.len() - 1));
    let mine = |f: &FilePlan| clerk.contains(&university.etapes[f.etape as usize].centre);
    let waiting = |f: &FilePlan| f.fate == Fate::Open(Wait::Administrative) && mine(f);
    let files = &mut timeline.files;

    let wanted = [
        (Twist::EscapeInSubject, 1),
        (Twist::BidiInSubject, 1),
        (Twist::LongUnicode, 1),
        (Twist::NoSupervisor, 4),
        (Twist::NoTutor, 3),
        (Twist::NoGratificationAmount, 4),
        (Twist::Unpaid, 2),
        (Twist::Underpaid, 3),
        (Twist::Overpaid, 2),
        (Twist::Over924, 4),
        (Twist::Homonym, 3),
        (Twist::LongName, 2),
        (Twist::TwoTutors, 4),
        (Twist::Confidential, 4),
        (Twist::Held, 6),
        (Twist::Claimed, 5),
        (Twist::Cesure, 3),
        (Twist::Abroad, 5),
        (Twist::Public, 5),
    ];
    // Dealt in turn, one kind after another, so that they lie scattered in the queue.
    let most = wanted.iter().map(|w| w.1).max().unwrap_or(0);
    let mut deal = (0..most).flat_map(|round| wanted.iter().filter(move |w| round < w.1).map(|w| w.0));
    for file in files.iter_mut().filter(|f| waiting(f)).step_by(2) {
        let Some(twist) = deal.next() else { break };
        file.twist = twist;
        match twist {
            Twist::Over924 => file.end = file.start + Days::new(7 * 30 + 4),
            Twist::Cesure => {
                file.cesure = true;
                file.end = file.start + Days::new(7 * 24 + 4);
            }
            _ => {}
        }
    }

    let shift = |file: &mut FilePlan, start: NaiveDate| {
        let length = file.end - file.start;
        file.start = start;
        file.end = start.checked_add_signed(length).unwrap_or(start);
        file.created = file.created.min(start - Days::new(20));
    };
    // Tomorrow, and the last days, in the clerk's centres first.
    let unsigned =
        |f: &&mut FilePlan| matches!(f.fate, Fate::Validated(_)) && mine(f) && f.twist == Twist::None;
    let states = [Signing::NotSent, Signing::UnderWay, Signing::Partial];
    let offsets: [i64; 9] = [1, 1, 1, 1, 0, -2, -5, -9, -14];
    for (n, file) in files.iter_mut().rev().filter(unsigned).take(offsets.len()).enumerate() {
        let start = today.checked_add_signed(chrono::TimeDelta::days(offsets[n])).unwrap_or(today);
        shift(file, start);
        file.fate = Fate::Validated(states[n % states.len()]);
    }
    // An open file that starts tomorrow, and one that has begun without any step done.
    let mut late = files.iter_mut().filter(|f| waiting(f) && f.twist == Twist::None);
    for days in [1, 0] {
        if let Some(file) = late.next() {
            shift(file, today + Days::new(days));
        }
    }
    if let Some(file) = files.iter_mut().rev().find(|f| f.fate == Fate::Draft && mine(f)) {
        file.twist = Twist::EndBeforeStart;
        file.end = file.start - Days::new(12);
    }
}
