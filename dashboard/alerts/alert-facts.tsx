import type { Alert } from '../../contract/alerts.ts'
import { useDashboard, useWords } from '../components/context.ts'
import { Icon } from '../components/icons.tsx'
import { isGrave } from './grave.ts'
import { words } from './words.ts'

/** The mark of an alert: its shape says how grave it is, as its colour does. */
export function AlertMark({ alert }: { alert: Alert }) {
  const mark = alert.state === 'closed' ? 'live' : isGrave(alert) ? 'missing' : 'late'
  return (
    <span class="state-mark" data-mark={mark}>
      <Icon name={mark === 'late' ? 'alert' : mark} size={12} />
    </span>
  )
}

/** Since when it is, and how long that is ago; of one that is over, from when to when. */
export function AlertSince({ alert }: { alert: Alert }) {
  const { clock, format } = useDashboard()
  const text = useWords(words)
  const since = Date.parse(alert.since)
  if (alert.closedAt !== null) {
    const { dayAndTime } = format.value
    return <span class="alert-since">{text.lasted(dayAndTime(since), dayAndTime(Date.parse(alert.closedAt)))}</span>
  }
  const isToday = clock.now.value - since < 20 * 3_600_000
  const at = isToday ? format.value.time(since) : format.value.dayAndTime(since)
  return (
    <time class="alert-since" dateTime={alert.since}>
      {text.since(format.value.ago(clock.now.value - since), at)}
    </time>
  )
}

/** Who was told of it, and when; where nobody was, what to do about that. `alone`: beside its own heading. */
export function AlertTold({ alert, alone = false }: { alert: Alert; alone?: boolean }) {
  const { format, session } = useDashboard()
  const text = useWords(words)
  const state = session.state.value
  const isAdmin = state.kind === 'signed-in' && state.me.role === 'admin'
  if (alert.told.length === 0) {
    return (
      <span class="alert-told" data-told="nobody">
        {text.toldNobody}
        {isAdmin && alert.state === 'open' && alert.partOf === null && (
          <>
            {' · '}
            <a href="/settings/channels" data-page>
              {text.addChannel}
            </a>
          </>
        )}
      </span>
    )
  }
  const told = alert.told.map(({ channel, at }) =>
    at === null ? text.toldSoon(channel) : text.toldAt(channel, format.value.time(Date.parse(at))),
  )
  return (
    <span class="alert-told" data-told={alert.told.length}>
      {!alone && `${text.told} `}
      {told.join(' · ')}
    </span>
  )
}

/** That somebody looks after it, that it is snoozed, and that it stands for others. */
export function AlertMarks({ alert }: { alert: Alert }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { acknowledged, snoozedUntil, parts } = alert
  const marks = [
    acknowledged && text.acknowledged(acknowledged.by ?? text.somebody, format.value.time(Date.parse(acknowledged.at))),
    snoozedUntil && text.snoozed(format.value.dayAndTime(Date.parse(snoozedUntil))),
    parts > 0 && text.stands(parts, format.value.whole(parts)),
  ].filter((mark): mark is string => typeof mark === 'string')
  return (
    <>
      {marks.map((mark) => (
        <span key={mark} class="alert-chip">
          {mark}
        </span>
      ))}
    </>
  )
}
