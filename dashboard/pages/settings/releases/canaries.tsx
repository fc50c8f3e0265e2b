import type { Canary } from '../../../../contract/releases.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { Control } from '../form/control.tsx'
import { useDay } from '../form/day.ts'
import { FormFrame } from '../form/form-frame.tsx'
import type { ReleasesModel } from './model.ts'
import { words } from './words.ts'

interface CanariesProps {
  canaries: readonly Canary[]
  model: ReleasesModel
  isAdmin: boolean
}

/** The gateways that get each version before the others. */
export function Canaries({ canaries, model, isAdmin }: CanariesProps) {
  const text = useWords(words)
  const day = useDay()
  return (
    <section class="panel" data-canaries>
      <div class="panel-head">
        <h2>{text.canaries}</h2>
        <p class="muted">{text.canariesLead}</p>
      </div>
      {canaries.length === 0 && <p class="muted">{text.noneYet}</p>}
      <ul class="entry-list">
        {canaries.map(({ gatewayId, label, chosenAt }) => (
          <li key={gatewayId} data-canary={gatewayId}>
            <div>
              <p class="entry-title">
                <a class="release-gateway" href={`/gateways/${encodeURIComponent(gatewayId)}`} data-page>
                  {label ?? gatewayId}
                </a>
              </p>
              <p class="muted small">{text.since(day(chosenAt))}</p>
            </div>
            {isAdmin && (
              <div class="entry-acts">
                <Confirm
                  label={text.remove}
                  question={text.removeAsk(label ?? gatewayId)}
                  act={text.remove}
                  hook={`canary-${gatewayId}`}
                  danger={false}
                  run={() => model.removeCanary(gatewayId)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && <AddCanary model={model} />}
    </section>
  )
}

function AddCanary({ model: { form } }: { model: ReleasesModel }) {
  const { gateways } = useDashboard()
  const text = useWords(words)
  return (
    <FormFrame
      form={form}
      hook="canary"
      submit={text.add}
      isNew
      say={({ status }) => (status === 404 ? text.noGateway : null)}
    >
      <div class="form-part">
        <div class="controls">
          <Control
            form={form}
            path="gateway"
            label={text.gateway}
            hint={text.gatewayHint}
            say={() => text.chooseGateway}
          >
            {(tied) => (
              <input
                {...tied}
                class="field"
                list="release-gateways"
                autocomplete="off"
                value={form.draft.value.gateway}
                onInput={(event) => form.set({ gateway: event.currentTarget.value })}
              />
            )}
          </Control>
          <datalist id="release-gateways">
            {gateways.all.value?.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </datalist>
        </div>
      </div>
    </FormFrame>
  )
}
