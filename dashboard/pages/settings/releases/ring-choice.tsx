import type { ReleaseState } from '../../../../contract/releases.ts'
import { useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import type { ReleasesModel } from './model.ts'
import { words } from './words.ts'

const OFFERS = ['canary', 'tenth', 'all'] as const

interface RingChoiceProps {
  release: ReleaseState
  /** How many gateways get versions first. */
  canaries: number
  model: ReleasesModel
}

/** To whom a version may be offered next; each asks first, and says what happens then. */
export function RingChoice({ release, canaries, model }: RingChoiceProps) {
  const text = useWords(words)
  const { version, ring, braked } = release
  const others = OFFERS.filter((one) => one !== ring)
  return (
    <fieldset class="release-rings">
      <legend>{text.offer}</legend>
      {braked && (
        <Confirm
          label={text.goOn}
          question={text.goOnAsk(version)}
          act={text.goOn}
          hook={`go-on-${version}`}
          run={() => model.offer(version, ring)}
        >
          <p>{text.goOnNote}</p>
        </Confirm>
      )}
      {others.map((to) => (
        <Confirm
          key={to}
          label={text.offerTo[to]}
          question={text.offerAsk[to](version)}
          act={text.offerTo[to]}
          hook={`offer-${to}-${version}`}
          danger={false}
          run={() => model.offer(version, to)}
        >
          <p>{to === 'canary' && canaries === 0 ? text.noCanaries : text.offerNote[to]}</p>
          <p class="muted">{text.when}</p>
        </Confirm>
      ))}
      {ring !== 'none' && (
        <Confirm
          label={text.withdraw}
          question={text.withdrawAsk(version)}
          act={text.withdraw}
          hook={`offer-none-${version}`}
          run={() => model.offer(version, 'none')}
        >
          <p>{text.withdrawNote}</p>
        </Confirm>
      )}
    </fieldset>
  )
}
