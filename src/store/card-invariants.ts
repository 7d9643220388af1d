/** What always holds of cards, consents, and what waits to be mended or handed over. */
import { sql } from 'kysely';
import { amongAll, amongCitizens, type Invariant, isWithin } from './invariant.ts';

export const cardInvariants: readonly Invariant[] = [
  amongCitizens(
    { name: 'card-sequence', sentence: "The versions of a card's item are numbered from 1, with none missing" },
    (range) => sql`
      select format('Item %s has %s versions, numbered from %s to %s', id, count(*), min(version), max(version)) as what
      from stamkort_item_version where ${isWithin(range)}
      group by citizen_id, id having min(version) <> 1 or max(version) <> count(*)`,
  ),
  amongCitizens(
    { name: 'card-newest', sentence: "A card's item is what its newest version says" },
    (range) => sql`
      select format('Item %s %s', coalesce(i.id, v.id), case
        when i.id is null then 'has versions and is not there'
        when v.id is null then 'is there and has no version'
        else format('is not as its version %s', v.version) end) as what
      from (select * from stamkort_item where ${isWithin(range)}) i
      full join (
        select distinct on (citizen_id, id) * from stamkort_item_version where ${isWithin(range)} order by citizen_id, id, version desc
      ) v on v.citizen_id = i.citizen_id and v.id = i.id
      where to_jsonb(i) is distinct from to_jsonb(v)`,
  ),
  amongCitizens(
    { name: 'card-owner', sentence: "The id of each card's item leads to its citizen" },
    (range) => sql`
      select format('Item %s is not found by its id', i.id) as what
      from stamkort_item i where ${isWithin(range, 'i.citizen_id')}
        and not exists (select from stamkort_owner o where o.item_id = i.id and o.citizen_id = i.citizen_id)`,
  ),
  amongCitizens(
    { name: 'card-citizen', sentence: 'Whose number a card is kept under is known' },
    (range) => sql`
      select format('Patient/%s has a card and no number', i.citizen_id) as what
      from stamkort_item i where ${isWithin(range, 'i.citizen_id')} and not exists (select from citizen c where c.citizen_id = i.citizen_id)
      group by i.citizen_id`,
  ),
  amongAll(
    { name: 'owner-card', sentence: "Each id of a card's item leads to one that is there" },
    () => sql`
      select format('Item %s is in the directory and not there', o.item_id) as what
      from stamkort_owner o left join stamkort_item i on i.citizen_id = o.citizen_id and i.id = o.item_id
      where i.id is null`,
  ),
  amongAll(
    { name: 'identifier-card', sentence: 'Each identifier of a register leads to an item of its own' },
    () => sql`
      select format('An identifier leads to item %s, which its register has not sent', k.item_id) as what
      from stamkort_identifier k left join stamkort_item i on i.citizen_id = k.citizen_id and i.id = k.item_id and i.register = k.register
      where i.id is null`,
  ),
  amongCitizens(
    { name: 'consent-sequence', sentence: 'The versions of a consent are numbered from 1, with none missing' },
    (range) => sql`
      select format('Consent/%s has %s versions, numbered from %s to %s', consent_id, count(*), min(version), max(version)) as what
      from consent_version where ${isWithin(range)}
      group by citizen_id, consent_id having min(version) <> 1 or max(version) <> count(*)`,
  ),
  amongAll(
    { name: 'quarantine-sender', sentence: 'Whoever has something in quarantine is in the registry of senders' },
    () => sql`
      select format('Entry %s is of a sender that is not in the registry', q.id) as what
      from quarantined_entry q where not exists (select from sender s where s.id = q.sender_id)`,
  ),
  amongAll(
    { name: 'outbox-line', sentence: 'What waits for MinLog is a line of the log' },
    () => sql`
      select format('Line %s waits for MinLog and is not so in the log', o.id) as what
      from minlog_outbox o
      where not exists (
        select from audit_event e
        where e.citizen_id = o.citizen_id and e.recorded_at = o.recorded_at and e.id = o.id and e.line = o.line)`,
  ),
  amongAll(
    { name: 'outbox-late', sentence: 'Nothing waits for MinLog longer than a day' },
    ({ now }) => sql`
      select format('%s lines wait for MinLog, the oldest since %s', count(*), to_char(min(recorded_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI'))
        as what
      from minlog_outbox where recorded_at < ${now}::timestamptz - interval '1 day' having count(*) > 0`,
  ),
];
