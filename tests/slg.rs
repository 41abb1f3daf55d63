//! SLg: an MME that answers by a script is asked where a user is (TS 29.172, LQ-5).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::{
            base::{AuthSessionState, Outcome},
            slg::*,
            tgpp::LcsClientType,
        },
    },
    interfaces::shared::{
        Origin,
        network::{Answering, Peers, Sending, Undelivered},
    },
    procedures::positioning::{Located, NotLocated, Positioning, ProvideLocation},
    types::{
        Ecgi, Imsi, Name, Timestamp,
        geo::{Point, Shape, Uncertainty},
    },
};

type Answer = ProvideLocationAnswer<'static>;

const CELL: [u8; 7] = [0x00, 0xf1, 0x10, 0, 0, 1, 1];

/// The MME: it checks what it is asked, and says what it is told to.
struct Mme(Result<Answer, Undelivered>);

impl Peers for Mme {
    fn request(&self, host: &Name, realm: &Name, request: Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        let asked = ProvideLocationRequest::decode(&message).unwrap();
        assert_eq!((&**host, &**realm), ("mme.example", "example"));
        assert_eq!((asked.destination_host, asked.destination_realm), ("mme.example", "example"));
        assert_eq!(asked.user_name, Some("001010000000001"));
        assert_eq!(asked.slg_location_type, SlgLocationType::CURRENT_OR_LAST_KNOWN_LOCATION);
        assert_eq!(asked.lcs_eps_client_name.lcs_name_string, Some("lab"));
        assert_eq!(asked.lcs_client_type, LcsClientType::PLMN_OPERATOR_SERVICES);
        // The home network has checked the user's privacy, which is this node; nobody is in an emergency.
        let check = asked.lcs_privacy_check_non_session.unwrap();
        assert_eq!(check.lcs_privacy_check, LcsPrivacyCheck::ALLOWED_WITHOUT_NOTIFICATION);
        assert_eq!(asked.lcs_priority, Some(1));
        let qos = asked.lcs_qos.unwrap();
        assert_eq!((qos.horizontal_accuracy, qos.response_time), (Some(20), Some(ResponseTime::LOW_DELAY)));
        assert_eq!(asked.lcs_supported_gad_shapes.unwrap().bits(), 0x7f);
        let mut out = BytesMut::new();
        let says = self.0.as_ref().map(|answer| answer.encode(&message.header, &mut out)).map_err(|e| *e);
        Box::pin(async move { says.map(|_| Message::parse(out.freeze()).unwrap()) })
    }
}

fn answer(outcome: Outcome) -> Answer {
    ProvideLocationAnswer {
        session_id: "s",
        vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
        outcome,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "mme.example",
        origin_realm: "example",
        ..Default::default()
    }
}

async fn locate(says: Result<Answer, Undelivered>) -> Result<Located, NotLocated> {
    let origin = Origin { host: "hss.example".into(), realm: "example".into() };
    let (host, realm) = ("mme.example".into(), "example".into());
    let ask = ProvideLocation {
        imsi: Imsi::parse("001010000000001").unwrap(),
        host: &host,
        realm: &realm,
        client: "lab",
        last_known: true,
        accuracy: Some(Uncertainty::covering(57.0)),
        low_delay: true,
    };
    Sending::new(Mme(says), origin, Timestamp(0)).provide_location(&ask).await
}

#[tokio::test]
async fn lq_5_what_an_mme_says_of_a_place_is_read() {
    let full = Answer {
        location_estimate: Some(&[0x10, 0x40, 0, 0, 0x20, 0, 0, 20]),
        accuracy_fulfilment_indicator: Some(AccuracyFulfilmentIndicator::REQUESTED_ACCURACY_NOT_FULFILLED),
        age_of_location_estimate: Some(3),
        ecgi: Some(&CELL),
        ..answer(Outcome::SUCCESS)
    };
    let circle = Shape::Circle(Point::from_octets([0x40, 0, 0, 0x20, 0, 0]), Uncertainty::from_code(20));
    let told =
        Located { shape: Some(circle), accurate: Some(false), age: Some(3), ecgi: Ecgi::from_octets(CELL) };
    assert_eq!(locate(Ok(full.clone())).await, Ok(told.clone()));
    // A shape that nobody knows does not spoil the cell; without one, the answer names no place.
    let odd = Answer { location_estimate: Some(&[0xf0, 1, 2]), ..full };
    assert_eq!(locate(Ok(odd.clone())).await, Ok(Located { shape: None, ..told }));
    let odd = Answer { ecgi: Some(&[1, 2]), ..odd };
    assert_eq!(locate(Ok(odd.clone())).await, Err(NotLocated::Nowhere));
    // The cell as the E-SMLC knows it is one, too.
    let by_esmlc = EsmlcCellInfo { ecgi: Some(&CELL), ..EsmlcCellInfo::default() };
    let cell = locate(Ok(Answer { esmlc_cell_info: Some(by_esmlc), ..odd })).await.unwrap();
    assert_eq!((cell.shape, cell.ecgi), (None, Ecgi::from_octets(CELL)));
    assert_eq!(locate(Ok(answer(Outcome::SUCCESS))).await, Err(NotLocated::Nowhere));
}

#[tokio::test]
async fn lq_5_why_a_user_is_not_located_is_told_apart() {
    let cases = [
        (SlgResult(4221).into(), NotLocated::UnreachableUser),
        (SlgResult(4222).into(), NotLocated::SuspendedUser),
        (SlgResult(4223).into(), NotLocated::DetachedUser),
        (SlgResult(4224).into(), NotLocated::PositioningDenied),
        (SlgResult(4225).into(), NotLocated::PositioningFailed),
        (SlgResult(5001).into(), NotLocated::UnknownUser),
        (SlgResult(5490).into(), NotLocated::NotAuthorized),
        (SlgResult(4226).into(), NotLocated::Refused(4226)),
        (Outcome::Base(ResultCode::UNABLE_TO_COMPLY), NotLocated::Refused(5012)),
        (Outcome::Base(ResultCode::TOO_BUSY), NotLocated::Unreachable),
    ];
    for (outcome, expected) in cases {
        assert_eq!(locate(Ok(answer(outcome))).await, Err(expected));
    }
    assert_eq!(locate(Err(Undelivered::NoConnection)).await, Err(NotLocated::Unreachable));
    assert_eq!(locate(Err(Undelivered::NoAnswer)).await, Err(NotLocated::Silence));
}
