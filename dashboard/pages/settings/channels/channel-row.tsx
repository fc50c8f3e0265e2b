import type { Channel } from '../../../../contract/channels.ts'
import { words as alertWords } from '../../../alerts/words.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import type { ChannelsModel } from './model.ts'
import { words } from './words.ts'

interface RowProps {
  channel: Channel
  model: ChannelsModel
  isAdmin: boolean
  mayTest: boolean
}

/** One channel, how it fares, and what may be done about it. */
export function ChannelRow({ channel, model, isAdmin, mayTest }: RowProps) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { kinds: kindWords } = useWords(alertWords)
  const day = useDay()
  const { id, kind, name, address, language, kinds, paused, failure, lastSentAt, waiting } = channel
  const about = [
    text.languages[language],
    kinds === null ? text.allAlerts : kinds.map((one) => kindWords[one]).join(', '),
    lastSentAt === null ? text.never : text.sent(`${day(lastSentAt)}, ${format.value.time(Date.parse(lastSentAt))}`),
    waiting > 0 && text.waiting(format.value.whole(waiting)),
  ]
  return (
    <li data-channel={name}>
      <div>
        <p class="entry-title">
          {name}
          <span class="tag">{text.kinds[kind]}</span>
          {paused && <span class="tag tag-warn">{text.paused}</span>}
          {failure !== null && <span class="tag tag-bad">{text.fails}</span>}
        </p>
        <p class="channel-address">{address}</p>
        <p class="muted small">{about.filter(Boolean).join(' · ')}</p>
        {failure !== null && <p class="control-wrong">{text.why(failure)}</p>}
      </div>
      <div class="entry-acts">
        {mayTest && (
          <Confirm
            label={text.test}
            question={text.testAsk(name)}
            act={text.test}
            hook={`test-${id}`}
            danger={false}
            run={() => model.test(id)}
          >
            <p>{text.testNote}</p>
          </Confirm>
        )}
        {isAdmin && (
          <>
            <Confirm
              label={paused ? text.resume : text.pause}
              question={paused ? text.resumeAsk(name) : text.pauseAsk(name)}
              act={paused ? text.resume : text.pause}
              hook={`pause-${id}`}
              danger={false}
              run={() => model.pause(id, !paused)}
            >
              {!paused && <p>{text.pauseNote}</p>}
            </Confirm>
            <Confirm
              label={text.remove}
              question={text.removeAsk(name)}
              act={text.remove}
              hook={`remove-${id}`}
              run={() => model.remove(id)}
            />
          </>
        )}
      </div>
    </li>
  )
}
