import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type {
  AlertCause,
  AlertEventKind,
  AlertFacts,
  AlertKind,
  AlertScope,
  ThresholdFields,
} from '../../contract/alerts.ts'
import type { DeliveryBody, NoticeLanguage } from '../../contract/channels.ts'

// What is wrong now, since when, and who was told. `_at` columns hold milliseconds since 1970.

/**
 * Something that somebody has to mend. `pending`: the condition holds, for less long than its threshold asks; `open`: it has held;
 * `closed`: it no longer does. One that is closed is never opened again: the next time is another alert.
 */
export const alert = sqliteTable(
  'alert',
  {
    alertId: integer('alert_id').primaryKey({ autoIncrement: true }),
    kind: text('kind').$type<AlertKind>().notNull(),
    /** What it is about: one gateway, all gateways of one mobile operator, or the fleet. */
    scope: text('scope').$type<AlertScope>().notNull(),
    /** A gateway's id, or a mobile operator's name; '' for the fleet. */
    subjectId: text('subject_id').notNull(),
    /** Of two of a kind about one gateway: the SIM's port; '' for the others. */
    part: text('part').notNull().default(''),
    routeId: text('route_id').notNull(),
    state: text('state', { enum: ['pending', 'open', 'closed'] }).notNull(),
    cause: text('cause').$type<AlertCause>(),
    /** Numbers that its text is made of. */
    facts: text('facts', { mode: 'json' }).$type<AlertFacts>().notNull(),
    /** Since when the condition holds, as far as is known. */
    sinceAt: integer('since_at').notNull(),
    /** When it was last found to hold. */
    seenAt: integer('seen_at').notNull(),
    openedAt: integer('opened_at'),
    closedAt: integer('closed_at'),
    acknowledgedAt: integer('acknowledged_at'),
    /** A user's id; null: nobody, or a token. */
    acknowledgedBy: text('acknowledged_by'),
    note: text('note'),
    snoozedUntil: integer('snoozed_until'),
    /** The alert that stands for this one and many others: nobody is told of this one by itself. */
    partOf: integer('part_of'),
  },
  (t) => [
    index('alert_state').on(t.state, t.openedAt),
    index('alert_subject').on(t.scope, t.subjectId, t.state),
    index('alert_closed').on(t.closedAt),
  ],
)

/** What became of an alert, and who was told of it. Rows are added, never changed. */
export const alertEvent = sqliteTable(
  'alert_event',
  {
    eventId: integer('event_id').primaryKey({ autoIncrement: true }),
    alertId: integer('alert_id').notNull(),
    at: integer('at').notNull(),
    kind: text('kind').$type<AlertEventKind>().notNull(),
    /** A user's id; null: the fleet itself, or a token. */
    by: text('by'),
    /** Of `told`: the channel; of others a note, or until when. */
    details: text('details', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('alert_event_of_alert').on(t.alertId, t.eventId)],
)

/** From when on a condition is an alert: for the fleet, a route or a gateway. The narrower wins, field by field. */
export const alertThreshold = sqliteTable(
  'alert_threshold',
  {
    scope: text('scope', { enum: ['fleet', 'route', 'gateway'] }).notNull(),
    /** A route or gateway; '' for the fleet. */
    scopeId: text('scope_id').notNull(),
    fields: text('fields', { mode: 'json' }).$type<ThresholdFields>().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.scopeId] })],
)

/** Where alerts are sent to. */
export const channel = sqliteTable('channel', {
  channelId: integer('channel_id').primaryKey({ autoIncrement: true }),
  kind: text('kind', { enum: ['email', 'webhook'] }).notNull(),
  /** What people call it: "Taller norte". */
  name: text('name').notNull(),
  /** An e-mail address or a URL. */
  address: text('address').notNull(),
  language: text('language').$type<NoticeLanguage>().notNull(),
  /** With which what a webhook gets is signed; null: an e-mail address. */
  secret: text('secret'),
  /** Kinds of alerts that it is told of, as JSON; null: all. */
  kinds: text('kinds', { mode: 'json' }).$type<AlertKind[]>(),
  addedAt: integer('added_at').notNull(),
  /** Is not told anything since; null: it is. */
  pausedAt: integer('paused_at'),
})

/** What is to be sent, or was: kept until it went out or was given up. */
export const delivery = sqliteTable(
  'delivery',
  {
    deliveryId: integer('delivery_id').primaryKey({ autoIncrement: true }),
    channelId: integer('channel_id').notNull(),
    body: text('body', { mode: 'json' }).$type<DeliveryBody>().notNull(),
    madeAt: integer('made_at').notNull(),
    /** When it is to be tried next; null: it is over. */
    dueAt: integer('due_at'),
    attempts: integer('attempts').notNull(),
    sentAt: integer('sent_at'),
    givenUpAt: integer('given_up_at'),
    /** Why the last attempt failed, in one line. */
    failure: text('failure'),
  },
  (t) => [index('delivery_due').on(t.dueAt), index('delivery_of_channel').on(t.channelId, t.deliveryId)],
)

/** Terms of use that the operator wrote, by their version; never changed, for riders accepted what they read. */
export const terms = sqliteTable('terms', {
  version: text('version').primaryKey(),
  es: text('es').notNull(),
  en: text('en').notNull(),
  madeAt: integer('made_at').notNull(),
})
