import { en } from '../i18n/en.ts'
import { es } from '../i18n/es.ts'
import { LANGUAGES } from '../view-state.ts'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

/** Both languages in their own names, so that whoever cannot read one finds the other. */
export function LanguageSwitch() {
  const { language, view } = useDashboard()
  const text = useText()
  return (
    <fieldset class="segments segments-sign">
      <legend class="hidden">{text.header.language}</legend>
      {LANGUAGES.map((code) => (
        <label key={code} lang={code}>
          <input
            type="radio"
            name="language"
            value={code}
            checked={language.code.value === code}
            onChange={() => {
              language.choose(code)
              view.change({ lang: code })
            }}
          />
          <span>
            <span aria-hidden="true">{code.toUpperCase()}</span>
            <span class="hidden">{{ es, en }[code].name}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export function ThemeSwitch() {
  const { theme } = useDashboard()
  const text = useText()
  const chosen = theme.chosen.value
  return (
    <button
      type="button"
      class="tool"
      title={text.header.theme[chosen]}
      onClick={theme.next}
      data-theme-switch={chosen}
    >
      <Icon name={chosen} size={18} />
      <span class="hidden">{text.header.theme[chosen]}</span>
    </button>
  )
}
