import type { Language } from '../../i18n/language.ts'
import { en } from './en.ts'
import { type CheckWords, es } from './es.ts'

export type { CheckWords }
export const CHECK_WORDS: Record<Language, CheckWords> = { es, en }
