import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Copy } from '../form/copy.tsx'
import { ListState } from '../form/list-state.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { SectionProps } from '../sections.ts'
import { FeedRow } from './feed-row.tsx'
import { createFeeds } from './model.ts'
import { Source } from './source.tsx'
import { words } from './words.ts'
import './feeds.css'

const COMMAND = 'abordo gtfs import FEED.zip'

/** The city's feeds: the one in use, those that wait, those that were. */
export default function FeedsSection({ role }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const model = useMemo(() => createFeeds(dashboard), [dashboard])
  const mayAct = role !== 'official'
  useEffect(() => {
    void model.load()
    if (mayAct) void model.loadSource()
  }, [model])
  const feeds = model.list.data.value
  const source = model.source.data.value
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {!mayAct && <ReadOnly why={general.adminsAndOperators} />}
        <ListState loaded={model.list} retry={() => void model.load()} />
        <ul class="entry-list">
          {feeds?.map((feed) => (
            <FeedRow key={feed.id} feed={feed} mayAct={mayAct} model={model} />
          ))}
        </ul>
        {mayAct && feeds && (
          <>
            <p class="muted">{feeds.length === 0 ? text.none : text.bring}</p>
            <Copy text={COMMAND} />
          </>
        )}
      </section>
      {mayAct &&
        (source ? (
          <Source model={model} answer={source} role={role} />
        ) : (
          <section class="panel">
            <ListState loaded={model.source} retry={() => void model.loadSource()} />
          </section>
        ))}
    </>
  )
}
