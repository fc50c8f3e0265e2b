import type { Signal } from '@preact/signals'
import { Icon, type IconName } from './icons.tsx'

interface SegmentsProps<T extends string> {
  name: string
  label: string
  options: readonly { value: T; label: string; short?: string; icon?: IconName }[]
  /** null: none of them. */
  value: Signal<T> | T | null
  onChoose?: (value: T) => void
}

/** A choice of a few, side by side: radio buttons, so arrow keys and screen readers know what to do. */
export function Segments<T extends string>({ name, label, options, value, onChoose }: SegmentsProps<T>) {
  const chosen = isSignal(value) ? value.value : value
  const choose = (option: T) => {
    if (isSignal(value)) value.value = option
    onChoose?.(option)
  }
  return (
    <fieldset class="segments">
      <legend class="hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            aria-label={option.label}
            checked={option.value === chosen}
            onChange={() => choose(option.value)}
          />
          <span>
            {option.icon && <Icon name={option.icon} />}
            <span class={option.short ? 'wide' : ''}>{option.label}</span>
            {option.short && <span class="narrow">{option.short}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const isSignal = <T extends string>(value: Signal<T> | T | null): value is Signal<T> =>
  value !== null && typeof value !== 'string'
