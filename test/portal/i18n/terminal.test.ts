import { describe, expect, it } from 'vitest'
import { terminalLanguage } from '../../../portal/i18n/terminal.ts'

describe('the language on a gateway’s terminal', () => {
  it.each([
    [{ LANG: 'es_MX.UTF-8' }, 'es'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'en' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'es_MX.UTF-8' }, 'es'],
    [{ LANG: 'es_MX.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'es_MX.UTF-8', LC_MESSAGES: 'es_MX.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'es'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, 'es'],
    [{ LANG: 'enm_GB.UTF-8' }, 'es'],
    [{}, 'es'],
  ])('with %o is %s', (env, language) => {
    expect(terminalLanguage(undefined, env)).toBe(language)
  })

  it.each(['es', 'en'] as const)('is %s where that was chosen, whatever the terminal says', (chosen) => {
    expect(terminalLanguage(chosen, { LC_ALL: 'es_MX.UTF-8', LANG: 'en_US.UTF-8' })).toBe(chosen)
  })
})
