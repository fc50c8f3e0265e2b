import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ListState } from '../form/list-state.tsx'
import { Once } from '../form/once.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { SectionProps } from '../sections.ts'
import { ChannelForm } from './channel-form.tsx'
import { ChannelRow } from './channel-row.tsx'
import { createChannels } from './model.ts'
import { words } from './words.ts'
import './channels.css'

/** While a page shows how messages fare, it asks this often. */
const EVERY_MS = 10_000

/** Who is told of alerts: admins set it up, operators see it and may try it. */
export default function ChannelsSection({ role }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const model = useMemo(() => createChannels(dashboard), [dashboard])
  useEffect(() => {
    void model.load()
    return dashboard.timers.every(EVERY_MS, () => void model.load())
  }, [model])
  const answer = model.loaded.data.value
  const secret = model.secret.value
  const isAdmin = role === 'admin'
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {!isAdmin && <ReadOnly why={general.onlyAdmins} />}
        {secret && <Once title={text.secretTitle(secret.name)} note={text.secret} text={secret.secret} hook="secret" />}
        {answer?.email === false && <p class="read-only">{text.noEmail}</p>}
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {answer?.channels.length === 0 && <p class="muted">{text.none}</p>}
        <ul class="entry-list">
          {answer?.channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              model={model}
              isAdmin={isAdmin}
              mayTest={channel.kind === 'webhook' || answer.email}
            />
          ))}
        </ul>
      </section>
      {isAdmin && (
        <section class="panel">
          <ChannelForm form={model.form} />
        </section>
      )}
    </>
  )
}
