import type { Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

interface FieldProps {
  label: string
  hint?: string
  /** What is wrong with what stands there. */
  wrong?: string | false
  name: string
  children: ComponentChildren
}

/** A field of a form with its hint, and beside it what is wrong: `children` point at both by `describedBy(name)`. */
export function Field({ label, hint, wrong, name, children }: FieldProps) {
  return (
    <div class="action-field">
      <label for={`field-${name}`}>{label}</label>
      {children}
      <p id={`about-${name}`} class={wrong ? 'action-wrong' : 'muted small'} data-wrong={wrong ? name : undefined}>
        {wrong || hint}
      </p>
    </div>
  )
}

/** For the field itself: its id, its words, and whether it is wrong. */
export function fieldOf(name: string, isWrong: boolean) {
  return { id: `field-${name}`, 'aria-describedby': `about-${name}`, 'aria-invalid': isWrong, 'data-field': name }
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  value: Signal<string>
}

/** A field of one line. */
export function TextField({ value, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <input
        class="field"
        autocomplete="off"
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value
        }}
        {...fieldOf(field.name, Boolean(field.wrong))}
      />
    </Field>
  )
}
