import { useEffect } from 'preact/hooks'
import { useWords } from '../../../components/context.ts'
import { Copy } from '../form/copy.tsx'
import { ListState } from '../form/list-state.tsx'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { FeedRow } from './feed-row.tsx'
import { createFeeds } from './model.ts'
import { Source } from './source.tsx'
import { words } from './words.ts'
import './feeds.css'

const COMMAND = 'abordo gtfs import FEED.zip'

/** The city's feeds: the one in use, those that wait, those that were. */
export default function FeedsSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createFeeds)
  const mayAct = role !== 'official'
  useEffect(() => {
    if (mayAct) void model.loadSource()
  }, [model])
  const feeds = model.list.data.value
  const source = model.source.data.value
  return (
    <>
      <SectionPanel text={text} only={!mayAct && 'adminsAndOperators'} loaded={model.list} load={model.load}>
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
      </SectionPanel>
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
