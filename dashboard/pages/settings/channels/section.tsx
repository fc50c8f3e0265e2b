import { useWords } from '../../../components/context.ts'
import { Once } from '../form/once.tsx'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { ChannelForm } from './channel-form.tsx'
import { ChannelRow } from './channel-row.tsx'
import { createChannels } from './model.ts'
import { words } from './words.ts'
import './channels.css'

/** While a page shows how messages fare, it asks this often. */
const EVERY_MS = 10_000

/** Who is told of alerts: admins set it up, operators see it and may try it. */
export default function ChannelsSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createChannels, EVERY_MS)
  const answer = model.loaded.data.value
  const secret = model.secret.value
  const isAdmin = role === 'admin'
  return (
    <>
      <SectionPanel
        text={text}
        only={!isAdmin && 'onlyAdmins'}
        first={
          <>
            {secret && (
              <Once title={text.secretTitle(secret.name)} note={text.secret} text={secret.secret} hook="secret" />
            )}
            {answer?.email === false && <p class="read-only">{text.noEmail}</p>}
          </>
        }
        loaded={model.loaded}
        load={model.load}
      >
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
      </SectionPanel>
      {isAdmin && (
        <section class="panel">
          <ChannelForm form={model.form} />
        </section>
      )}
    </>
  )
}
