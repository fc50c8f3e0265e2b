import type { AlertKind } from '../../../contract/alerts.ts'
import type { DeliveryBody, NoticeLanguage } from '../../../contract/channels.ts'
import type { AlertAndNames } from '../../queries/told-alerts.ts'
import type { Message, MessageIds } from '../message.ts'
import { type AlertText, alertText, spokenOf, textedOf, WORDS } from './alert-text.ts'
import { htmlOf, type Letter, plainOf } from './letter.ts'

/** Of a digest, so many alerts of each list are written out. */
export const MOST_WRITTEN_OUT = 50
/** A subject line of more kinds than this would be cut off. */
const MOST_KINDS = 3

export interface NoticeOf {
  deliveryId: number
  madeAt: number
  what: DeliveryBody['what']
  alerts: readonly AlertAndNames[]
  language: NoticeLanguage
  /** What people call the channel. */
  channel: string
  /** IANA. */
  timezone: string
  /** Without a slash at its end; null: there are no links. */
  publicUrl: string | null
  /** ms since 1970. */
  now: number
}

export interface NoticeAlert {
  id: number
  row: AlertAndNames
  /** In words: made when it is asked for, since of a thousand alerts few are written out. */
  text: () => AlertText
  url: string | null
  /** Null: it is told of as open. */
  closedAt: number | null
}

/** All that is sent about some alerts, by e-mail or to a webhook. */
export interface Notice {
  ids: MessageIds
  what: DeliveryBody['what']
  language: NoticeLanguage
  madeAt: number
  publicUrl: string | null
  alerts: NoticeAlert[]
  message: Message
}

/** What a channel is told, in its language. */
export function noticeOf(of: NoticeOf): Notice {
  const { deliveryId, madeAt, what, language, publicUrl } = of
  const alerts = of.alerts.map((row) => noticeAlert(row, of))
  const letter = letterOf(alerts, of)
  const message = { subject: letter.subject, text: plainOf(letter), html: htmlOf(letter, language) }
  const only = alerts.length === 1 ? (alerts[0]?.id ?? null) : null
  return { ids: { deliveryId, madeAt, alertId: only }, what, language, madeAt, publicUrl, alerts, message }
}

function noticeAlert(row: AlertAndNames, { what, publicUrl, ...options }: NoticeOf): NoticeAlert {
  const { alertId, closedAt } = row.alert
  // One that has closed while word of its opening was tried again and again: word of its end follows.
  const told = what === 'opened' ? null : closedAt
  const texted = { ...textedOf(row), closedAt: told }
  return {
    id: alertId,
    row,
    text: () => alertText(texted, options),
    url: publicUrl === null ? null : `${publicUrl}/alerts/${alertId}`,
    closedAt: told,
  }
}

function letterOf(alerts: NoticeAlert[], of: NoticeOf): Letter {
  const words = WORDS[of.language]
  const { labels } = words
  const base = { paragraphs: [], rows: [], lists: [], link: null, foot: words.because(of.channel) }
  if (of.what === 'test') {
    const link = of.publicUrl === null ? null : { text: words.openAlerts, url: `${of.publicUrl}/alerts` }
    return { ...base, subject: words.test.subject, paragraphs: [words.test.body(of.channel)], link }
  }
  const [only] = alerts
  if (only === undefined || alerts.length > 1) return { ...base, ...digestOf(alerts, of) }
  const text = only.text()
  const { url } = only
  const rows = [
    { label: labels.where, text: text.where },
    text.lasted === null ? { label: labels.since, text: text.since } : { label: labels.lasted, text: text.lasted },
    ...(text.measured.length === 0 ? [] : [{ label: labels.measured, text: text.measured.join(' ') }]),
    { label: labels.cause, text: text.cause },
    ...(text.lasted === null ? [{ label: labels.first, text: text.first }] : []),
  ]
  return { ...base, subject: text.line, rows, link: url === null ? null : { text: words.openAlert, url } }
}

function digestOf(alerts: NoticeAlert[], of: NoticeOf): Pick<Letter, 'subject' | 'lists' | 'link'> {
  const words = WORDS[of.language]
  const say = spokenOf(of)
  const open = alerts.filter(({ closedAt }) => closedAt === null)
  const closed = alerts.filter(({ closedAt }) => closedAt !== null)
  const counts = new Map<AlertKind, number>()
  for (const { row } of open) counts.set(row.alert.kind, (counts.get(row.alert.kind) ?? 0) + 1)
  const most = [...counts].sort((a, b) => b[1] - a[1])
  const kinds = most.slice(0, MOST_KINDS).map(([kind, count], index) => {
    const others = index === MOST_KINDS - 1 && most.length > MOST_KINDS ? ` ${words.otherKinds}` : ''
    return `${say.number(count)} ${words.several[kind]}${others}`
  })
  const list = (heading: string, some: NoticeAlert[]) => ({
    heading,
    items: some.slice(0, MOST_WRITTEN_OUT).map(({ text, url }) => ({ text: text().item, url })),
    more: some.length > MOST_WRITTEN_OUT ? words.more(say.number(some.length - MOST_WRITTEN_OUT)) : null,
  })
  return {
    subject: words.digest({ count: open.length, kinds }, closed.length, say),
    lists: [list(words.openHeading, open), list(words.solvedHeading, closed)].filter(({ items }) => items.length > 0),
    link: of.publicUrl === null ? null : { text: words.openAlerts, url: `${of.publicUrl}/alerts` },
  }
}
