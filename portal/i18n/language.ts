import { en } from './en.ts'
import { type Catalogue, es } from './es.ts'

/** Every language that the portal speaks; the first is the one for riders who ask for none of them. */
export const CATALOGUES = { es, en } as const satisfies Record<string, Catalogue>
export type Language = keyof typeof CATALOGUES

/** The language to answer in: the rider's own choice (`?lang=`), else Accept-Language (RFC 9110, 12.5.4), else Spanish. */
export function chooseLanguage(chosen: string | undefined, acceptLanguage: string | undefined): Language {
  if (isLanguage(chosen)) return chosen
  const ranges = (acceptLanguage ?? '')
    .split(',')
    .slice(0, 20)
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const q = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((value) => value !== undefined)
      return { language: tag.split('-')[0], quality: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return ranges.map(({ language }) => language).find(isLanguage) ?? 'es'
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(CATALOGUES, text)
}
