//! What the tests of provisioning and import share: a vault, the built-in templates, an empty store.
#![allow(dead_code, reason = "each test binary uses its part")]

use innkeeper::{
    domain::{
        auth::{SystemRandom, Vault, keyfile::KeyRing},
        subscribers::{
            Context, Order, Rules, Templates,
            import::{Batch, Format, Import, Mode, Report},
            provision::{Desk, Known, Refusal},
        },
    },
    records::{OutboxId, Subscriber},
    store::{ChangeSet, StageError, Store},
    types::{Imsi, Lsn, Timestamp},
};
use std::sync::Arc;

pub(crate) const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
pub(crate) const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

/// A provisioning desk with a store in memory.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) templates: Templates,
    pub(crate) rules: Rules,
    pub(crate) vault: Vault,
}

impl House {
    pub(crate) fn new() -> Self {
        Self {
            store: Store::in_memory(),
            templates: Templates::built_in(),
            rules: Rules::default(),
            vault: Vault::new(&KeyRing::ephemeral(&mut SystemRandom).unwrap()),
        }
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context { templates: &self.templates, rules: &self.rules, vault: &self.vault }
    }

    /// Decides with `decide` and commits.
    pub(crate) fn act(
        &self,
        imsi: &str,
        decide: impl FnOnce(&Desk<'_>, &Known) -> Result<ChangeSet, Refusal>,
    ) -> Result<(), Refusal> {
        let ids = || -> OutboxId { self.store.next_outbox_id() };
        let desk =
            Desk { context: self.context(), now: Timestamp(1_000), outbox_ids: &ids, store: &self.store };
        // An order with a bad IMSI is refused by its own check.
        let imsi = Imsi::parse(imsi).or(Imsi::parse("999999")).unwrap();
        let changes = decide(&desk, &Known::load(&self.store, imsi))?;
        self.store.commit(changes).unwrap();
        Ok(())
    }

    pub(crate) fn add(&self, json: &str) -> Result<(), Refusal> {
        let order: Order = serde_json::from_str(json).unwrap();
        self.act(&order.imsi.clone(), |desk, known| desk.add(known, &order))
    }

    pub(crate) fn subscriber(&self, imsi: &str) -> Option<Arc<Subscriber>> {
        self.store.get::<Subscriber>(&Imsi::parse(imsi).unwrap()).value
    }

    /// Reads a file and gives what it came to, the batches put together.
    pub(crate) fn import(&self, format: Format, mode: Mode, file: &[u8]) -> (Report, Batch) {
        let ids = || -> OutboxId { self.store.next_outbox_id() };
        let import = self.importer(format, mode, &ids);
        let mut all = Batch::default();
        let report = import.run(file, |batch| {
            all.sets.extend(batch.sets);
            Ok::<_, std::convert::Infallible>(())
        });
        (report.unwrap(), all)
    }

    fn importer<'a>(
        &'a self,
        format: Format,
        mode: Mode,
        outbox_ids: &'a (dyn Fn() -> OutboxId + Sync),
    ) -> Import<'a> {
        let (context, now) = (self.context(), Timestamp(1_000));
        Import { format, mode, context, store: &self.store, now, outbox_ids, threads: 2 }
    }

    /// Stages and switches on what an import came to.
    pub(crate) fn apply(&self, batch: Batch) {
        self.apply_beside(batch, || ()).unwrap();
    }

    /// Stages what an import came to, and switches it on after `live` happened.
    pub(crate) fn apply_beside(&self, batch: Batch, live: impl FnOnce()) -> Result<Lsn, StageError> {
        let ids = || -> OutboxId { self.store.next_outbox_id() };
        let import = self.importer(Format::Csv, Mode::Replace, &ids);
        let mut stage = self.store.stage()?;
        stage.add(batch.sets)?;
        live();
        stage.switch(|overtaken| import.again(overtaken))
    }
}
