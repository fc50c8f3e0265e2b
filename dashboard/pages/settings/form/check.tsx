interface CheckProps {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  hook: string
  onChange: (checked: boolean) => void
}

/** Yes or no. */
export function Check({ label, hint, checked, disabled, hook, onChange }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled ?? false}
        data-field={hook}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint && <span class="muted small check-hint">{hint}</span>}
      </span>
    </label>
  )
}
