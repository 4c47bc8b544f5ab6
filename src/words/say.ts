/** The words of a language, by the English ones. */
export type Words = Readonly<Record<string, string>>

/** What stands in a text in braces, by its name. */
export type Values = Readonly<Record<string, string | number>>

let current: Words = {}
let others: Readonly<Record<string, Words>> = {}

/**
 * Say a text in the language that is spoken.
 *
 * @param english - the text, as `languages/en.yaml` lists it; `{name}` stands for a value.
 * @param values - what stands for the names in braces.
 * @returns the text with its values; in English where the language lacks it.
 */
export function say(english: string, values: Values = {}): string {
  return sayIn(current, english, values)
}

/**
 * Say a text in a language.
 *
 * @param words - of the language.
 * @param english - see {@link say}.
 * @param values - see {@link say}.
 * @returns the text with its values.
 */
export function sayIn(words: Words, english: string, values: Values = {}): string {
  return (words[english] ?? english).replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/**
 * Make something while a language is spoken.
 *
 * @param words - of the language.
 * @param make - says its texts with {@link say}; ends before it returns.
 * @param languages - others that are at hand meanwhile, by their ids.
 * @returns what it makes.
 */
export function speaking<T>(words: Words, make: () => T, languages = others): T {
  const before = [current, others] as const
  ;[current, others] = [words, languages]
  try {
    return make()
  } finally {
    ;[current, others] = before
  }
}

/**
 * Make something in the language that it names, of those that are at hand.
 *
 * @param lang - as in HTML; undefined for the language that is spoken.
 * @param make - see {@link speaking}.
 * @returns what it makes.
 */
export function inLanguage<T>(lang: string | undefined, make: () => T): T {
  return lang === undefined ? make() : speaking(others[lang] ?? {}, make)
}
