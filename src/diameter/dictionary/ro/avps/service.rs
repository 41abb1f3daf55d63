//! Service-Information and what is in it for telephony services and circuits (TS 32.299 §7.2).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::TGPP;
use crate::diameter::dictionary::grammar::avps;

avps! {
    /// What is known of the service.
    SERVICE_INFORMATION: "Service-Information" = 873, TGPP, M, Grouped;
    /// Multimedia messaging.
    MMS_INFORMATION: "MMS-Information" = 877, TGPP, M, Grouped;
    /// A location service.
    LCS_INFORMATION: "LCS-Information" = 878, TGPP, M, Grouped;
    /// Push to talk.
    POC_INFORMATION: "PoC-Information" = 879, TGPP, M, Grouped;
    /// Broadcast and multicast.
    MBMS_INFORMATION: "MBMS-Information" = 880, TGPP, M, Grouped;
    /// Participants of the conference.
    NUMBER_OF_PARTICIPANTS: "Number-Of-Participants" = 885, TGPP, M, Integer32;
    /// An OMA service.
    SERVICE_GENERIC_INFORMATION: "Service-Generic-Information" = 1256, TGPP, M, Grouped;
    /// Supplementary services of multimedia telephony.
    MMTEL_INFORMATION: "MMTel-Information" = 2030, TGPP, M, Grouped;
    /// Which supplementary service.
    MMTEL_SERVICE_TYPE: "MMTel-Service-Type" = 2031, TGPP, M, Enumerated(&[
        (0, "Originating Identification Presentation (OIP)"), (1, "Originating Identification Restriction (OIR)"),
        (2, "Terminating Identification Presentation (TIP)"), (3, "Terminating Identification Restriction (TIR)"), (4, "Communication HOLD (HOLD)"),
        (5, "Communications Barring (CB )"), (6, "Communication Diversion (CDIV)"), (7, "Communication Diversion Notification (CDIVN)"),
        (8, "Communication Waiting (CW)"), (9, "Message Waiting Indication (MWI)"), (10, "Conference (CONF)"), (11, "Flexible Alerting (FA)"),
        (12, "Completion of Communication to Busy Subscriber (CCBS)"), (13, "Completion of Communications on No Reply (CCNR)"),
        (14, "Malicious Communication Identification (MCID)"), (15, "Customized Alerting Tone (CAT)"), (16, "Closed User Group (CUG)"),
        (17, "Personal Network management (PNM)"), (18, "Customized Ringing Signal (CRS)"), (19, "Advice of Charge (AoC)"),
    ]);
    /// How it was used.
    SERVICE_MODE: "Service-Mode" = 2032, TGPP, M, Enumerated(&[]);
    /// How often the call was diverted.
    NUMBER_OF_DIVERSIONS: "Number-Of-Diversions" = 2034, TGPP, M, Unsigned32;
    /// The party it concerns.
    ASSOCIATED_PARTY_ADDRESS: "Associated-Party-Address" = 2035, TGPP, M, Utf8String;
    /// When it changed.
    CHANGE_TIME: "Change-Time" = 2038, TGPP, M, Time;
    /// A supplementary service.
    SUPPLEMENTARY_SERVICE: "Supplementary-Service" = 2048, TGPP, M, Grouped;
    /// What was done in the conference.
    PARTICIPANT_ACTION_TYPE: "Participant-Action-Type" = 2049, TGPP, M, Enumerated(&[
        (0, "CREATE_CONF"), (1, "JOIN_CONF"), (2, "INVITE_INTO_CONF"), (3, "QUIT_CONF"),
    ]);
    /// Instant messaging.
    IM_INFORMATION: "IM-Information" = 2110, TGPP, M, Grouped;
    /// Dynamic content delivery.
    DCD_INFORMATION: "DCD-Information" = 2115, TGPP, M, Grouped;
    /// The closed user group, its interlock code.
    CUG_INFORMATION: "CUG-Information" = 2304, TGPP, M, OctetString;
    /// A voice call over circuits.
    VCS_INFORMATION: "VCS-Information" = 3410, TGPP, M, Grouped;
    /// The bearer or tele service.
    BASIC_SERVICE_CODE: "Basic-Service-Code" = 3411, TGPP, M, Grouped;
    /// The bearer capability of TS 24.008.
    BEARER_CAPABILITY: "Bearer-Capability" = 3412, TGPP, M, OctetString;
    /// The tele service, an octet of TS 29.002.
    TELESERVICE: "Teleservice" = 3413, TGPP, M, OctetString;
    /// The location number of ISUP.
    ISUP_LOCATION_NUMBER: "ISUP-Location-Number" = 3414, TGPP, M, OctetString;
    /// Whether the call was forwarded while it was set up.
    FORWARDING_PENDING: "Forwarding-Pending" = 3415, TGPP, M, Enumerated(&[(0, "Forwarding not pending"), (1, "Forwarding pending")]);
    /// Why the call ended.
    ISUP_RELEASE_CAUSE: "ISUP-Release-Cause" = 3416, TGPP, M, Grouped;
    /// The MSC's number.
    MSC_ADDRESS: "MSC-Address" = 3417, TGPP, M, OctetString;
    /// The call's reference number.
    NETWORK_CALL_REFERENCE_NUMBER: "Network-Call-Reference-Number" = 3418, TGPP, M, OctetString;
    /// When charging began.
    START_OF_CHARGING: "Start-of-Charging" = 3419, TGPP, M, Time;
    /// The VLR's number.
    VLR_NUMBER: "VLR-Number" = 3420, TGPP, M, OctetString;
    /// Diagnostics of the cause.
    ISUP_CAUSE_DIAGNOSTICS: "ISUP-Cause-Diagnostics" = 3422, TGPP, M, OctetString;
    /// Where the cause arose.
    ISUP_CAUSE_LOCATION: "ISUP-Cause-Location" = 3423, TGPP, M, OctetString;
    /// The cause of ITU-T Q.850.
    ISUP_CAUSE_VALUE: "ISUP-Cause-Value" = 3424, TGPP, M, Unsigned32;
    /// Proximity services.
    PROSE_INFORMATION: "ProSe-Information" = 3447, TGPP, M, Grouped;
    /// Control-plane data transfer.
    CPDT_INFORMATION: "CPDT-Information" = 3927, TGPP, M, Grouped;
}
