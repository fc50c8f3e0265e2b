import { useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { Control, TextControl } from '../form/control.tsx'
import { type Editing, ItemFrame, isOff } from './item.tsx'
import { ITEM_PATHS, type Item, MEGABIT, MINUTE, OCTETS, type PolicyDraft } from './items.ts'
import { words } from './words.ts'

type AmountItem = Extract<Item, keyof PolicyDraft>

interface AmountProps {
  editing: Editing
  item: Exclude<
    AmountItem,
    'quota' | 'walledGarden' | 'blockedNames' | 'color' | 'logo' | 'operatorName' | 'acceptOnce'
  >
}

/** An amount in people's units. */
export function Amount({ editing, item }: AmountProps) {
  const text = useWords(words)
  const unit = unitOf(item)
  const units = { minutes: text.minutes, sessions: text.sessions, rate: 'Mbit/s' }
  const empty = item === 'coolDown' ? text.none : item === 'session' ? '' : text.noLimit
  return (
    <ItemFrame editing={editing} item={item}>
      <TextControl
        form={editing.form}
        path={ITEM_PATHS[item]}
        name={item}
        label={text.fields[item].label}
        hint={text.fields[item].hint}
        unit={units[unit]}
        scale={{ minutes: MINUTE, sessions: 1, rate: MEGABIT }[unit]}
        placeholder={empty}
        numeric
        disabled={isOff(editing, item)}
      />
    </ItemFrame>
  )
}

function unitOf(item: AmountProps['item']): 'minutes' | 'sessions' | 'rate' {
  if (item === 'perDay') return 'sessions'
  return item === 'session' || item === 'coolDown' || item === 'idle' ? 'minutes' : 'rate'
}

/** Data of a session, in MB or GB. */
export function Quota({ editing }: { editing: Editing }) {
  const text = useWords(words)
  const { form } = editing
  const { quota, quotaUnit } = form.draft.value
  const { label, hint, unit } = text.fields.quota
  return (
    <ItemFrame editing={editing} item="quota">
      <Control
        form={form}
        path="quotaOctets"
        label={label}
        hint={hint}
        scale={OCTETS[quotaUnit]}
        disabled={isOff(editing, 'quota')}
      >
        {(tied) => (
          <span class="control-line control-amount">
            <input
              {...tied}
              class="field"
              inputMode="decimal"
              autocomplete="off"
              placeholder={text.noLimit}
              value={quota}
              onInput={(event) => form.set({ quota: event.currentTarget.value })}
            />
            <select
              class="field"
              aria-label={unit}
              disabled={tied.disabled}
              value={quotaUnit}
              data-field="quotaUnit"
              onChange={(event) => form.set({ quotaUnit: event.currentTarget.value === 'GB' ? 'GB' : 'MB' })}
            >
              <option value="MB">MB</option>
              <option value="GB">GB</option>
            </select>
          </span>
        )}
      </Control>
    </ItemFrame>
  )
}

/** Whether a rider may extend a session, by how much and how often. */
export function Extension({ editing }: { editing: Editing }) {
  const text = useWords(words)
  const { form } = editing
  const { label, minutes, times, timesUnit } = text.fields.extension
  const disabled = isOff(editing, 'extension')
  return (
    <ItemFrame editing={editing} item="extension">
      <Check
        label={label}
        checked={form.draft.value.isExtendable}
        disabled={disabled}
        hook="extension"
        onChange={(isExtendable) => form.set({ isExtendable })}
      />
      {form.draft.value.isExtendable && (
        <div class="controls policy-extension">
          <TextControl
            form={form}
            path="extension.seconds"
            name="extensionMinutes"
            label={minutes}
            unit={text.minutes}
            scale={MINUTE}
            numeric
            disabled={disabled}
          />
          <TextControl
            form={form}
            path="extension.times"
            name="extensionTimes"
            label={times}
            unit={timesUnit}
            numeric
            disabled={disabled}
          />
        </div>
      )}
    </ItemFrame>
  )
}

/** Whether who has accepted elsewhere today is let in without being asked. */
export function AcceptOnce({ editing }: { editing: Editing }) {
  const { fields } = useWords(words)
  const { form } = editing
  return (
    <ItemFrame editing={editing} item="acceptOnce">
      <Check
        label={fields.acceptOnce.label}
        hint={fields.acceptOnce.hint}
        checked={form.draft.value.acceptOnce}
        disabled={isOff(editing, 'acceptOnce')}
        hook="acceptOnce"
        onChange={(acceptOnce) => form.set({ acceptOnce })}
      />
    </ItemFrame>
  )
}
