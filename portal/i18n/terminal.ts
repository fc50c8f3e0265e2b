import type { Language } from './language.ts'

/**
 * What to speak on a terminal: what was chosen, else as its locale says (POSIX: LC_ALL before LC_MESSAGES before LANG), else Spanish:
 * a gateway that nobody has told a language, as C and POSIX are none, stands in Mexico.
 */
export function terminalLanguage(chosen: Language | undefined, env: Record<string, string | undefined>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return chosen ?? (/^en([_.@]|$)/.test(locale) ? 'en' : 'es')
}
