import type { NoticeLanguage } from '../../../contract/channels.ts'
import { en } from './en.ts'
import { es, type Words } from './es.ts'

export type { Words } from './es.ts'

export function wordsOf(language: NoticeLanguage): Words {
  return language === 'es' ? es : en
}
