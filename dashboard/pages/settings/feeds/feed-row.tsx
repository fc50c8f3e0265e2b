import type { FeedAnswer } from '../../../../contract/feeds.ts'
import { useDashboard, useText, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import { FeedChanges } from './feed-changes.tsx'
import type { FeedsModel } from './model.ts'
import { words } from './words.ts'

const TONES = { staged: 'tag-warn', live: 'tag-good', retired: '' } as const

/** A feed: its state, its dates, what it changes. */
export function FeedRow({ feed, mayAct, model }: { feed: FeedAnswer; mayAct: boolean; model: FeedsModel }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const day = useDay()
  const serviceDay = useServiceDay()
  const { id, state, feedVersion, startDate, endDate, summary } = feed
  const removed = summary?.routes.removed.length ?? 0
  return (
    <li data-feed={state}>
      <div>
        <p class="entry-title">
          {feedVersion === null ? text.unnamed : text.version(feedVersion)}
          <span class={`tag ${TONES[state]}`}>{text.states[state]}</span>
          {feed.expired && <span class="tag tag-bad">{text.expired}</span>}
        </p>
        <p class="muted small">
          {startDate && endDate && `${text.dates(serviceDay(startDate), serviceDay(endDate))} · `}
          {text.imported(day(feed.importedAt))} · {feed.source ?? text.fromFile}
        </p>
      </div>
      {state === 'staged' && mayAct && (
        <div class="entry-acts">
          <Confirm
            label={text.live}
            question={text.liveAsk}
            act={text.live}
            hook={`live-${id}`}
            danger={removed > 0}
            run={() => model.goLive(id)}
          >
            {removed > 0 && <p class="control-wrong">{text.removedNote(format.value.whole(removed))}</p>}
            <p>{text.liveNote}</p>
          </Confirm>
          <Confirm
            label={text.drop}
            question={text.dropAsk}
            act={text.drop}
            hook={`drop-${id}`}
            run={() => model.drop(id)}
          />
        </div>
      )}
      {summary && <FeedChanges summary={summary} isOpen={state === 'staged'} />}
    </li>
  )
}

/** YYYYMMDD, which is a date of no zone. */
function useServiceDay(): (date: string) => string {
  const { locale } = useText()
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return (date) => format.format(Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T00:00:00Z`))
}
