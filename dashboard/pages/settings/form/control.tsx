import type { ComponentChildren } from 'preact'
import { useText, useWords } from '../../../components/context.ts'
import type { Form, Issue } from './form.ts'
import { type IssueOptions, issueText } from './issue-text.ts'
import { formWords } from './words.ts'

export interface ControlProps<Draft> extends IssueOptions {
  form: Form<Draft>
  /** Where the schema knows it. */
  path: string
  label: string
  hint?: string | undefined
  disabled?: boolean | undefined
  /** Where two forms of a page have the same field. */
  id?: string
}

/** What ties an input to its label, hint and error. */
export interface Tied {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
  onBlur: () => void
  disabled: boolean
  'data-field': string
}

interface FrameProps<Draft> extends ControlProps<Draft> {
  /** Turns issues into one text; left out: the first one's. */
  say?: ((issues: readonly Issue[]) => string) | undefined
  children: (tied: Tied) => ComponentChildren
}

/** A label, its input, what it is for, and what is wrong with it. */
export function Control<Draft>({
  form,
  path,
  label,
  hint,
  say,
  disabled,
  id: given,
  children,
  ...options
}: FrameProps<Draft>) {
  const words = useWords(formWords)
  const { locale } = useText()
  const issues = form.issuesAt(path)
  const id = given ?? `f-${path.replaceAll('.', '-')}`
  const [first] = issues
  const text = first ? (say ? say(issues) : issueText(words, locale, first, options)) : null
  const described = [hint && `${id}-hint`, text && `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div class="control">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-invalid': text !== null,
        'aria-describedby': described || undefined,
        onBlur: () => form.left(path),
        disabled: disabled ?? false,
        'data-field': path,
      })}
      {text && (
        <p class="control-wrong" id={`${id}-wrong`}>
          {text}
        </p>
      )}
      {hint && (
        <p class="control-hint muted small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Of a control that holds one field of the draft. */
interface FieldProps<Draft> extends Omit<ControlProps<Draft>, 'path'> {
  name: keyof Draft & string
  /** Left out: the schema knows it by its name. */
  path?: string
}

interface TextProps<Draft> extends FieldProps<Draft> {
  /** What an amount is in. */
  unit?: string
  type?: 'text' | 'email' | 'url' | 'password'
  autoComplete?: string
  placeholder?: string
  /** Digits: the phone shows its number keys. */
  numeric?: boolean
}

/** One line of text, or an amount with its unit behind it. */
export function TextControl<Draft>(props: TextProps<Draft>) {
  const { form, name, path = name, type = 'text', autoComplete = 'off', placeholder, numeric, unit } = props
  return (
    <Control {...props} path={path}>
      {(tied) => (
        <span class={`control-line${unit ? ' control-amount' : ''}`}>
          <input
            {...tied}
            class="field"
            {...({ type } as { type: 'text' })}
            autocomplete={autoComplete}
            placeholder={placeholder ?? ''}
            inputMode={numeric ? 'decimal' : undefined}
            value={String(form.draft.value[name])}
            onInput={(event) => form.set({ [name]: event.currentTarget.value } as unknown as Partial<Draft>)}
          />
          {unit && <span class="control-unit">{unit}</span>}
        </span>
      )}
    </Control>
  )
}

interface ChoiceProps<Draft> extends FieldProps<Draft> {
  options: readonly { value: string; label: string }[]
}

/** One of a few. */
export function ChoiceControl<Draft>(props: ChoiceProps<Draft>) {
  const { form, name, path = name, options } = props
  return (
    <Control {...props} path={path}>
      {(tied) => (
        <select
          {...tied}
          class="field"
          value={String(form.draft.value[name])}
          onChange={(event) => form.set({ [name]: event.currentTarget.value } as unknown as Partial<Draft>)}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Control>
  )
}
