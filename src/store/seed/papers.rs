//! What the offices say and ask for, and the documents that the open files have brought so far.

use sqlx::PgConnection;

use super::SeedError;

/// Each centre's instructions, and the documents that are asked for: everywhere, and in some centres with internships
/// abroad.
pub(super) async fn ask(conn: &mut PgConnection) -> Result<(), SeedError> {
    sqlx::raw_sql(
        "update guichet.centre set instructions = 'Déposez la convention trois semaines avant le début du stage.' || chr(10)
           || 'L''enseignant référent est à contacter avant le dépôt ; l''attestation de responsabilité civile couvre tout le stage.'
         where level <> 'ESTABLISHMENT';
         insert into guichet.document_kind (label, expires) values ('Attestation de responsabilité civile', true);
         insert into guichet.document_kind (centre_id, label, applies, needed_for, expires)
         select c.id, 'Assurance rapatriement', 'abroad', 'submission', true from guichet.centre c where c.id % 2 = 1",
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Most open files have their certificate of liability: until the end of August, as insurers write them; some came
/// unreadable, some are still awaited.
pub(super) async fn give(conn: &mut PgConnection) -> Result<(), SeedError> {
    sqlx::raw_sql(
        "insert into guichet.convention_document (convention_id, kind_id, state, reason, valid_until, reference, recorded_at, recorded_by)
         select c.id, k.id, case when c.id % 29 = 0 then 'refused' else 'received' end,
           case when c.id % 29 = 0 then 'Illisible : à numériser de nouveau.' end,
           case when c.id % 29 <> 0 then make_date(c.year + 1, 8, 31) end,
           case when c.id % 7 = 0 then 'dossier papier' end, c.state_since, c.created_by
         from guichet.convention c join guichet.document_kind k on k.label = 'Attestation de responsabilité civile'
         where c.archived_at is null and c.file_state in ('submitted', 'in_validation', 'to_correct', 'validated')
           and c.signature_state <> 'signed' and c.created_by is not null and c.id % 10 > 1;
         insert into guichet.convention_document (convention_id, kind_id, state, valid_until, recorded_at, recorded_by)
         select c.id, k.id, 'received', c.end_date, c.state_since, c.created_by
         from guichet.convention c join guichet.document_kind k on k.centre_id = c.centre_id and k.applies = 'abroad'
         where c.regime = 'abroad' and c.file_state not in ('draft', 'cancelled') and c.created_by is not null
           and c.archived_at is null and c.signature_state <> 'signed'",
    )
    .execute(conn)
    .await?;
    Ok(())
}
