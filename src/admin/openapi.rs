//! The description of the API, from the handlers' own attributes.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Innkeeper admin API", description = "Subscribers, their services and states; accounts; peers; the store; traces."),
    paths(
        super::health::healthz, super::health::readyz, super::health::metrics, super::config::show,
        super::subscribers::list, super::subscribers::show, super::subscribers::add, super::subscribers::change,
        super::subscribers::remove, super::subscribers::service, super::subscribers::subscribe,
        super::subscribers::unsubscribe, super::subscribers::forget_aaa_server, super::store::stats, super::store::record, super::store::backup, super::trace::trace,
        super::imports::import, super::imports::export, super::peers::list, super::peers::reset, super::places::lookup,
        super::location::locate, super::location::queries, super::accounts::list, super::accounts::show,
        super::accounts::open, super::accounts::change, super::accounts::close, super::accounts::top_up,
        super::accounts::adjust, super::accounts::give, super::accounts::take, super::accounts::past, super::ledger::verify,
        super::records::list, super::records::show, super::roamers::list, super::sessions::list, super::sessions::show, super::sessions::reauthorize, super::sessions::abort, super::suspense::list, super::suspense::show, super::suspense::fix, super::suspense::rerate, super::suspense::rerate_all
    ),
    modifiers(&Token)
)]
struct Api;

struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        api.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// The document, as `docs/openapi.json` holds it.
pub fn openapi() -> String {
    // The document is made of maps, lists and strings: JSON can say all of it.
    Api::openapi().to_pretty_json().unwrap_or_default()
}
