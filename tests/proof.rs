//! The proof: theory against hand-worked values, every row against its theory, and verdicts that can fail.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::proof::{Case, CaseId, Proof, Row, Verdict, all, theory};
use flowglass::text;

fn finished(cases: Vec<Case>, slice: u32) -> Vec<Row> {
    let mut proof = Proof::of(cases);
    while !proof.is_done() {
        proof.advance(slice);
    }
    proof.rows().to_vec()
}

fn near(value: f64, wanted: f64) -> bool {
    (value - wanted).abs() < 1e-9 * wanted.abs().max(1.0)
}

/// Where a formula becomes another one, or a fraction that can be worked out by hand.
#[test]
fn formulas_agree_where_they_meet() {
    assert!(near(theory::mm1_time(0.5, 1.0), 2.0));
    assert!(near(theory::mmc_wait(1, 0.7, 1.0), theory::mm1_time(0.7, 1.0) - 1.0));
    // Erlang C at two servers: ρ² / (1 - ρ²).
    assert!(near(theory::mmc_wait(2, 1.8, 1.0), 0.81 / 0.19));
    assert!(near(theory::mg1_wait(0.7, 1.0, 2.0), theory::mm1_time(0.7, 1.0) - 1.0));
    assert!(near(theory::mg1_wait(0.8, 1.0, 1.0), 2.0));
    // B(1, a) = a / (1 + a); B(2, 1) = 1/5; B(5, 4) = 4^5/5! / sum.
    assert!(near(theory::erlang_b(1, 3.0), 0.75));
    assert!(near(theory::erlang_b(2, 1.0), 0.2));
    assert!(near(theory::erlang_b(5, 4.0), (1024.0 / 120.0) / (643.0 / 15.0)));
    // Nothing goes back: two stations alone.
    let alone = theory::mm1_time(0.5, 1.0) + theory::mm1_time(0.5, 2.0);
    assert!(near(theory::jackson_time(0.5, [1.0, 2.0], 0.0), alone));
    // As patient as one can be, nobody gives up; without any patience everybody who would wait does (Erlang B).
    assert!(theory::erlang_a_lost(2, 1.0, 1.0, 1e9) < 1e-8);
    assert!((theory::erlang_a_lost(2, 1.0, 1.0, 1e-9) - 0.2).abs() < 1e-6);
    // Equal stations: w / (w + n - 1) of the rate of one.
    assert!(near(theory::closed_throughput(&[2.0; 4], 8), 8.0 / 11.0 / 2.0));
    // Both classes together wait as long as without classes.
    assert!(near(theory::cobham_later_time(0.0, 0.7, 1.0), theory::mm1_time(0.7, 1.0)));
    // Exponential work that is shared takes as long as in the order of coming.
    assert!(near(theory::sharing_time(0.7, 1.0), theory::mm1_time(0.7, 1.0)));
    // A machine that is mended in no time never fails.
    let wait = theory::mg1_wait(0.5, 1.0, 1.25);
    assert!(near(theory::breakdown_wait(0.5, 1.0, 0.5, 8.0, 0.0), wait));
    assert!(near(theory::lumps_time(0.7, 1.0, 1.0), theory::mm1_time(0.7, 1.0)));
    assert!(near(theory::two_stations(0), 2.0 / 3.0));
    assert!(
        near(theory::best_case(&[2.0; 4], 3), 0.375) && near(theory::best_case(&[2.0; 4], 9), 0.5)
    );
}

/// All rows, with the power to find out a theory that is off by a tenth: a wrong one differs, in every row.
#[test]
fn every_row_agrees_with_its_theory_and_with_no_other() {
    for row in finished(all(), 1_000_000) {
        let name = text::proof::words(row.case.id).name;
        assert_eq!(row.verdict(), Verdict::Agrees, "{name}: {}", text::proof::simulated(&row));
        for factor in [0.9, 1.1] {
            let wrong = if row.case.theory == 0.0 { factor } else { row.case.theory * factor };
            let row = Row { case: Case { theory: wrong, ..row.case.clone() }, ..row.clone() };
            assert_eq!(row.verdict(), Verdict::Differs, "{name} · {factor}");
        }
    }
}

#[test]
fn a_row_is_open_until_its_last_replication_and_its_interval_is_students() {
    let case = all().swap_remove(0);
    let mut row = Row::new(Case { replications: 3, theory: 4.0, ..case });
    assert_eq!((row.verdict(), row.estimate(0)), (Verdict::Open, None));
    row.values = vec![1.0, 3.0];
    assert_eq!(row.verdict(), Verdict::Open);
    row.values.push(5.0);
    // Mean 3, standard error 2/√3, and t of two degrees of freedom at 99.95 %: 31.599.
    let estimate = row.estimate(3).expect("three");
    let half = estimate.half_width.expect("more than one");
    assert!(
        near(estimate.mean, 3.0) && (half - 31.599 * 2.0 / 3_f64.sqrt()).abs() < 1e-2,
        "{half}"
    );
    assert_eq!(row.verdict(), Verdict::Agrees);
    row.case.theory = 3.0 + half * 1.001;
    assert_eq!(row.verdict(), Verdict::Differs);
    assert_eq!(row.series().len(), 3);
    assert_eq!(row.series()[0].half_width, None);
    // What was not measured bears nothing out.
    row.values[1] = f64::NAN;
    assert_eq!(row.verdict(), Verdict::Differs);
    // An identity is met by all replications or not at all.
    row.case = Case { is_identity: true, theory: 1.0, ..row.case };
    row.values = vec![1.0, 1.0, 1.0];
    assert_eq!(row.verdict(), Verdict::Agrees);
    row.values[2] = 1.0 + f64::EPSILON;
    assert_eq!(row.verdict(), Verdict::Differs);
}

#[test]
fn slices_change_no_value() {
    let few = || -> Vec<Case> {
        let is_short =
            |case: &Case| matches!(case.id, CaseId::Little | CaseId::BestCase | CaseId::Blocking);
        all().into_iter().filter(is_short).map(|case| Case { replications: 3, ..case }).collect()
    };
    let values = |rows: Vec<Row>| rows.into_iter().map(|row| row.values).collect::<Vec<_>>();
    assert_eq!(values(finished(few(), 1_000_000)), values(finished(few(), 77)));
}

#[test]
fn what_is_saved_has_all_digits() {
    let mut proof = Proof::of(all().into_iter().filter(|case| case.is_identity).collect());
    while !proof.is_done() {
        proof.advance(10_000);
    }
    let csv = text::proof::csv(&proof);
    assert!(csv.contains("\nbest-case,items / h,0.375,0.375,0,3,agrees\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&text::proof::json(&proof)).expect("JSON");
    assert_eq!(json[0]["replications"], serde_json::json!([0.375, 0.375, 0.375]));
    assert_eq!(json[1]["verdict"], "agrees");
    let nothing = text::proof::json(&Proof::default());
    let json: serde_json::Value = serde_json::from_str(&nothing).expect("JSON");
    assert_eq!(json[0]["mean"], serde_json::Value::Null);
    assert_eq!(text::proof::summary(&proof), "2 of 2 results agree.");
}
