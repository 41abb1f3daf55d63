use super::*;

#[test]
fn vc_6_the_tariff_of_the_lab_is_sound() {
    let lab = Tariff::read(LAB.as_bytes()).unwrap();
    assert_eq!(lab.rates(), 3);
    assert_eq!(lab.default_plan(None).unwrap().unwrap().as_str(), "lab");
}
